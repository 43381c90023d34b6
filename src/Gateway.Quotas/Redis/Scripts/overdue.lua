-- Lists reservations that nobody renewed, each with the names of its subjects. Writes nothing: they are settled one by one, by scripts that
-- are given all the keys they touch.
-- KEYS: epoch, rx.
-- ARGV: epoch, lease, how many at most.
-- Answer: id, number of subjects and names of each reservation.
local overdue = {}
for _, id in ipairs(call('ZRANGEBYSCORE', KEYS[2], '-inf', text(now), 'LIMIT', 0, ARGV[3])) do
    local found = reservation(prefix .. 'r:' .. id)
    local isLive = found and found[STATE] == 'live'
    overdue[#overdue + 1] = id
    overdue[#overdue + 1] = text(isLive and found[SUBJECTS] or 0)
    if isLive then
        each(found, function(name)
            overdue[#overdue + 1] = name
        end)
    end
end
return overdue
