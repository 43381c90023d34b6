-- Keeps running reservations from being taken for orphans.
-- KEYS: epoch. ARGV: epoch, lease, then for each its id and the tokens and nano it has used up to now.
-- Answer: the ids that are not live here.
local gone = {}
for i = 3, #ARGV, 3 do
    local id = ARGV[i]
    local key = prefix .. 'r:' .. id
    local found = reservation(key)
    if found and found.o == 'live' then
        redis.call('HSET', key, 'ft', ARGV[i + 1], 'fn', ARGV[i + 2])
        redis.call('ZADD', prefix .. 'rx', 'XX', now + lease, id)
        for _, subject in ipairs(found.subjects) do
            redis.call('ZADD', prefix .. 'c:' .. subject.name, 'XX', now + lease, id)
        end
    else
        gone[#gone + 1] = id
    end
end
return gone
