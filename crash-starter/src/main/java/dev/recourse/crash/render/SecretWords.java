package dev.recourse.crash.render;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The vocabulary of names under which secrets are kept, in lower case and without separators. */
final class SecretWords {

    /** Mark a name wherever they stand in it. */
    static final Set<String> ANYWHERE = Stream.concat(words("""
                            password passwd pwd pw pass passphrase passcode passwort kennwort motdepasse mdp contrasena contraseña
                            senha wachtwoord parola passwordhash pwhash
                            secret token jwt bearer sas psk totp otp mfa pin pincode cvv cvc csc ssn iban
                            auth authorization authentication credential credentials cred creds
                            cookie sid sessionid jsessionid phpsessid sessid sessiontoken csrf xsrf
                            signature sig assertion samlresponse samlrequest
                            mnemonic seedphrase seedwords recoveryphrase totpseed otpseed hotpseed walletseed masterseed
                            recoverycode backupcode securitycode verificationcode authcode authorizationcode logincode
                            accesscode invitecode activationcode otpcode mfacode totpcode unlockcode resetcode cardcode
                            cardnumber cardno creditcard ccnumber ccnum debitcard accountnumber socialsecuritynumber
                            pfx keytab dockerconfigjson dockercfg npmrc netrc pgpass kubeconfig
                            magiclink resetlink
                            """), keys("""
                            api access account private secret signing encryption decryption subscription functions function
                            shared master license storage app application auth client consumer server service admin root
                            session device webhook hmac aes rsa dsa ecdsa des ssh pgp gpg tls ssl jwt jws jwe jwk crypto
                            cipher wrapping preshared deploy write read ingest ingestion dsn sentry stripe mailgun sendgrid
                            twilio datadog newrelic openai anthropic google maps aws azure gcp github gitlab slack recovery
                            backup seed wallet bot bearer integration instrumentation activation registration unlock
                            security totp otp cookie csrf pass product user host signature sas token password credential
                            authorization authentication developer publishable partner merchant vault kms
                            """)).collect(Collectors.toUnmodifiableSet());

    /** Mark a name whose word ends with them, as in {@code dbpassword}. */
    static final List<String> ENDINGS = words(
                    "password passwd passphrase passcode secret token apikey secretkey accesskey privatekey credential"
                            + " cookie authorization pwd pw pass jwt")
            .toList();

    /** End like a word of the endings, and mean something else. */
    static final Set<String> NO_ENDINGS = words(
                    "compass bypass trespass overpass underpass surpass encompass outpass lowpass highpass bandpass allpass")
            .collect(Collectors.toUnmodifiableSet());

    /** As the last word of a name, make it one of something about a secret: {@code tokenCount}, {@code PasswordEncoder}. */
    static final Set<String> ABOUT = words("""
                    count size length total usage used limit min max index strength attempts age ttl expiry expires expiration
                    expired timeout at in date time seconds minutes created updated changed modified issued
                    type kind mode method scheme algorithm alg format version status state enabled disabled required present
                    valid url uri endpoint server realm issuer audience scope path file filename dir directory location
                    name label hint prompt title message description rule policy field column property parameter ref
                    encoder decoder service manager store provider repository factory filter config configuration
                    properties settings handler validator generator resolver builder context interceptor converter parser
                    reader writer controller strategy listener event adapter mapper module bean helper util support test
                    exception error failure class impl user username owner role authority details
                    java kt scala groovy py js ts rb php html jar log
                    """).collect(Collectors.toUnmodifiableSet());

    /** May end the name of a secret that is written as several words: {@code api key}. */
    static final Set<String> SECOND = words(
                    "key keys code codes phrase word words seed number no card token link id hash")
            .collect(Collectors.toUnmodifiableSet());

    /** Between a secret and whose it is: {@code passwordForUser}. */
    static final Set<String> OWNERS = Set.of("for", "of", "from", "to");

    /** Names of headers, whose value goes to the end of its line. */
    static final Set<String> HEADERS = words("authorization cookie").collect(Collectors.toUnmodifiableSet());

    /** Say which name the value beside them has: {@code name=password, value=...}. */
    static final Set<String> LABELS = words(
                    "name key field header property param parameter attribute column variable option setting argument"
                            + " under constraint path element type label")
            .collect(Collectors.toUnmodifiableSet());

    /** Say that a value follows of which the name stands elsewhere. */
    static final Set<String> VALUES = words(
                    "value val values entry input content text data default rejectedvalue string")
            .collect(Collectors.toUnmodifiableSet());

    private SecretWords() {}

    static Stream<String> words(String text) {
        return Arrays.stream(text.strip().split("\\s+"));
    }

    private static Stream<String> keys(String text) {
        return words(text).map(word -> word + "key");
    }
}
