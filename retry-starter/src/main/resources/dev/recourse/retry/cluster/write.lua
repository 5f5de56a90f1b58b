-- Begins, repairs or lifts a cooldown, and tells the other nodes.
-- KEYS: the cooldown, the index. ARGV: what to do, generation, id, summary, length in ms, name, channel, node.
-- Returns the value that holds now and its time to live in ms.
local what, mine, length = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[5])
local tolerance, memory = 1000, 60000

-- Of another type, it is replaced.
local value = redis.pcall('GET', KEYS[1])
if type(value) ~= 'string' then value = '' end
local left = redis.call('PTTL', KEYS[1])
local generation, kind = string.match(value, '^1 (%d+) (%a+) ')
generation = tonumber(generation) or -1
if left < 0 then generation = -1 end

local due = true
if what == 'begin' then
    due = not (generation >= mine and kind == 'begin' and left >= length)
    mine = math.max(mine, generation)
elseif what == 'repair' then
    due = not (generation > mine or (generation == mine and (kind == 'lift' or left + tolerance >= length)))
else
    mine = math.max(mine, generation + 1)
    -- Nodes that missed the lift must find its trace as long as they believe in the cooldown.
    length = math.max(length, left) + memory
end
if not due then
    return {value, left}
end

local word = what == 'lift' and 'lift' or 'begin'
value = '1 ' .. string.format('%.0f', mine) .. ' ' .. word .. ' ' .. ARGV[3] .. ' ' .. ARGV[4]
redis.call('SET', KEYS[1], value, 'PX', length)
redis.call('SADD', KEYS[2], ARGV[6])
if redis.call('PTTL', KEYS[2]) < length + memory then
    redis.call('PEXPIRE', KEYS[2], length + memory)
end
-- Who may not publish is heard by those who look.
redis.pcall('PUBLISH', ARGV[7], ARGV[8] .. ' ' .. ARGV[6])
return {value, length}
