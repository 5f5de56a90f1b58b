-- Looks at cooldowns, and takes those that are over out of the index.
-- KEYS: the index, the cooldowns. ARGV: the longest value that is read, the names of the cooldowns.
-- Returns the value and the time to live in ms of each.
local found = {}
for i = 2, #KEYS do
    local left = redis.call('PTTL', KEYS[i])
    local value = ''
    if left == -2 then
        redis.call('SREM', KEYS[1], ARGV[i])
    else
        value = redis.pcall('GETRANGE', KEYS[i], 0, ARGV[1])
        if type(value) ~= 'string' then value = 'of another type' end
    end
    found[#found + 1] = value
    found[#found + 1] = left
end
return found
