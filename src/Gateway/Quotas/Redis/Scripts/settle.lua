-- Replaces a reservation's estimate by what was used. The request stays counted.
-- KEYS: epoch, reservation. ARGV: epoch, lease, tokens, nano, how.
-- How: "end"; "late" for a settlement that could not be sent when it was due, which corrects what a sweep did meanwhile;
-- "void" for a claim whose answer never came: it takes back all of it, and keeps it from being counted if it arrives only now.
-- Answer: 1, or 0 when there is nothing to settle.
local id = string.sub(KEYS[2], #prefix + 3)
local how = ARGV[5]
local found = reservation(KEYS[2])
if not found then
    if how == 'void' then
        redis.call('HSET', KEYS[2], 'o', 'void', 'a', '-')
        redis.call('PEXPIRE', KEYS[2], TOMBSTONE)
    end
    return '0'
end

if found.o ~= 'live' and not (found.o == 'orphan' and how ~= 'end') then
    return '0'
end

local tokens, nano, requests = tonumber(ARGV[3]), tonumber(ARGV[4]), 0
if how == 'void' then
    requests = -1
end
correct(found, tokens - found.t, nano - found.n, requests)
leave(found, id)
redis.call('DEL', KEYS[2])
redis.call('HSET', KEYS[2], 'o', how == 'void' and 'void' or 'done', 'a', found.a)
redis.call('PEXPIRE', KEYS[2], TOMBSTONE)
return '1'
