-- Reads the amounts used and reserved now. Writes nothing.
-- KEYS: epoch, then for each subject its ring (w), budgets (b) and places (c).
-- ARGV: epoch, lease, number of calendars, four days and four months for each of them, then for each subject the number of its calendar
-- from 0.
-- Answer, doubles for each subject: the contents of its minute, how many requests run, and the contents of its day and its month.
local calendars = tonumber(ARGV[3])
local uses = {}
for i = 1, (#KEYS - 1) / 3 do
    local key = KEYS[3 * i - 1]
    local head, sums = ring(key)
    local second = math.max(clock, head)
    sums = advance(key, second, head, sums)
    local calendar = 4 + tonumber(ARGV[3 + calendars * 8 + i]) * 8
    local day, month = period(calendar, second), period(calendar + 4, second)
    local used = call('HMGET', KEYS[3 * i], 'd' .. day, 'm' .. month)
    local places = call('ZCOUNT', KEYS[3 * i + 1], '(' .. text(now), '+inf')
    uses[i] = whole(sums) .. pack('<d', places) .. whole(budget(used[1])) .. whole(budget(used[2]))
end
return table.concat(uses)
