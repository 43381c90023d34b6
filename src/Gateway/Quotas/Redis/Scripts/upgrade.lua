-- Takes over counters that a gateway of an older version has made. What is packed in them is read as it stands; from now on the epoch's
-- field is named by this format, and a gateway that knows the older one only gets no further.
-- KEYS: epoch. ARGV: the older format, the epoch's name, this format, and the name to go on with.
-- Answer: 1, or 0 when it is another by now.
-- The first format was a text.
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
