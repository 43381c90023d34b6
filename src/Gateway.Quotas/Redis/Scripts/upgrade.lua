-- Takes over counters that an older version of the gateway created. Their packed contents are read as they are. From now on the epoch's
-- field is named after this format, so a gateway that knows only the older one cannot use them.
-- KEYS: epoch.
-- ARGV: the older format, the epoch's name, this format, and the name to continue with.
-- Answer: 1, or 0 when it has changed meanwhile. The first format was plain text.
local older
if redis.call('TYPE', KEYS[1]).ok == 'string' then
    older = ARGV[1] == '1' and redis.call('GET', KEYS[1])
else
    older = redis.call('HGET', KEYS[1], ARGV[1])
end
if older ~= ARGV[2] then
    return '0'
end

redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], ARGV[3], ARGV[4])
return '1'
