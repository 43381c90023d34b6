-- Keeps running reservations from being treated as orphans.
-- KEYS: epoch, rx, then all reservations and places.
-- ARGV: epoch, lease, then for each its id and the amounts it has used so far.
-- A reservation that a sweep treated as an orphan runs again; until it is settled it keeps the amounts the sweep gave it.
-- Answer: the ids that are unknown here, or over.
local gone = {}
for i = 3, #ARGV, 2 do
    local id = ARGV[i]
    local key = prefix .. 'r:' .. id
    local found = reservation(key)
    if found and (found[STATE] == 'live' or found[STATE] == 'orphan') then
        found[STATE], found[FLOOR] = 'live', ARGV[i + 1]
        call('SET', key, cmsgpack.pack(found), 'KEEPTTL')
        call('ZADD', prefix .. 'rx', deadline, id)
        each(found, function(name, day, month, limits)
            if counts(limits) then
                call('ZADD', prefix .. 'c:' .. name, deadline, id)
            end
        end)
    else
        gone[#gone + 1] = id
    end
end
return gone
