-- Settles reservations that nobody renewed, at what they were last known to have used.
-- KEYS: epoch. ARGV: epoch, lease, how many at most. Answer: id, tokens, nano of each.
local orphans = {}
for _, id in ipairs(call('ZRANGEBYSCORE', prefix .. 'rx', '-inf', format(D, now), 'LIMIT', 0, ARGV[3])) do
    local key = prefix .. 'r:' .. id
    local found = reservation(key)
    if found and found[STATE] == 'live' then
        local tokens, nano = found[FLOOR_TOKENS], found[FLOOR_NANO]
        correct(found, tokens - found[TOKENS], nano - found[NANO], 0)
        leave(found, id)
        -- Kept whole for a day: should its replica have been cut off only, the truth may still come.
        found[STATE] = 'orphan'
        call('SET', key, cmsgpack.pack(found), 'PX', DAY)
        local at = #orphans
        orphans[at + 1], orphans[at + 2], orphans[at + 3] = id, format(D, tokens), format(D, nano)
    else
        call('ZREM', prefix .. 'rx', id)
    end
end
return orphans
