-- Settles reservations that nobody renewed, at what they were last known to have used.
-- KEYS: epoch. ARGV: epoch, lease, how many at most. Answer: id, tokens, nano of each.
local orphans = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', prefix .. 'rx', '-inf', now, 'LIMIT', 0, ARGV[3])) do
    local key = prefix .. 'r:' .. id
    local found = reservation(key)
    if found and found.o == 'live' then
        correct(found, found.ft - found.t, found.fn - found.n, 0)
        leave(found, id)
        -- Its subjects are kept: should its replica have been cut off only, the truth may still come.
        redis.call('HSET', key, 'o', 'orphan', 't', found.ft, 'n', found.fn)
        redis.call('PEXPIRE', key, DAY)
        orphans[#orphans + 1] = id
        orphans[#orphans + 1] = found.ft
        orphans[#orphans + 1] = found.fn
    else
        redis.call('ZREM', prefix .. 'rx', id)
    end
end
return orphans
