-- Enters running reservations whose amounts are already counted, or renews those that exist: after a time without these counters a replica
-- reports what still runs.
-- KEYS: epoch, rx, then all reservations and places.
-- ARGV: epoch, lease, the replica's second, then for each reservation its id, second, amounts, amounts used so far, number of subjects, and
-- the name, day, month and limits of each subject.
-- Answer: how many.
local shift = clock - tonumber(ARGV[3])
local at, adopted = 4, 0
while at <= #ARGV do
    local id, count = ARGV[at], tonumber(ARGV[at + 4])
    local key = prefix .. 'r:' .. id
    local found = reservation(key)
    local state = found and found[STATE]
    if state ~= 'done' then
        if not found or state == 'void' then
            found = { 'live', '-', tonumber(ARGV[at + 1]) + shift, ARGV[at + 2], '', count }
            for i = 1, 4 * count do
                found[SUBJECTS + i] = ARGV[at + 4 + i]
            end
        end
        -- A reservation that a sweep treated as an orphan runs again; until it is settled it keeps the amounts the sweep gave it.
        found[STATE], found[FLOOR] = 'live', ARGV[at + 3]
        call('SET', key, cmsgpack.pack(found), 'PX', ONE_DAY)
        call('ZADD', prefix .. 'rx', deadline, id)
        each(found, function(name, day, month, limits)
            if counts(limits) then
                call('ZADD', prefix .. 'c:' .. name, deadline, id)
            end
        end)
        adopted = adopted + 1
    end
    at = at + 5 + 4 * count
end
return text(adopted)
