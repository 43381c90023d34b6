-- Adds to a reservation that turns out too small, where every limit of its subjects allows.
-- KEYS: epoch, reservation. ARGV: epoch, lease, tokens, nano. Answer: 1 or 0.
local found = reservation(KEYS[2])
if not found or found.o ~= 'live' then
    return '0'
end

local tokens, nano = tonumber(ARGV[3]), tonumber(ARGV[4])
local limits = {}
for limit in string.gmatch(found.l, '%S+') do
    limits[#limits + 1] = tonumber(limit)
end

local function exceeds(used, more, limit)
    return more > 0 and limit >= 0 and (tonumber(used) or 0) + more > limit
end

for i, subject in ipairs(found.subjects) do
    local at = (i - 1) * 8 + 1
    local key = prefix .. 'w:' .. subject.name
    local ring = redis.call('HMGET', key, 'h', 'rs', 'ts')
    local head = tonumber(ring[1]) or 0
    local _, minute = advance(key, math.max(clock, head), head, tonumber(ring[2]) or 0, tonumber(ring[3]) or 0)
    local used = redis.call('HMGET', prefix .. 'b:' .. subject.name,
        'd' .. subject.day .. 't', 'm' .. subject.month .. 't', 'd' .. subject.day .. 'n', 'm' .. subject.month .. 'n')
    if exceeds(minute, tokens, limits[at + 2])
        or exceeds(used[1], tokens, limits[at + 4]) or exceeds(used[2], tokens, limits[at + 5])
        or exceeds(used[3], nano, limits[at + 6]) or exceeds(used[4], nano, limits[at + 7]) then
        return '0'
    end
end

correct(found, tokens, nano, 0)
redis.call('HSET', KEYS[2], 't', found.t + tokens, 'n', found.n + nano)
return '1'
