-- What is used and reserved now. Writes nothing.
-- KEYS: epoch, then for each subject its ring (w), budgets (b) and places (c).
-- ARGV: epoch, lease, number of calendars, for each of them four days and four months, then for each subject the number of its
-- calendar from 0. Answer: seven numbers for each subject.
local calendars = tonumber(ARGV[3])
local uses = {}
for i = 1, (#KEYS - 1) / 3 do
    local key = KEYS[3 * i - 1]
    local ring = redis.call('HMGET', key, 'h', 'rs', 'ts')
    local head = tonumber(ring[1]) or 0
    local second = math.max(clock, head)
    local requests, tokens = advance(key, second, head, tonumber(ring[2]) or 0, tonumber(ring[3]) or 0)
    local calendar = 4 + tonumber(ARGV[3 + calendars * 8 + i]) * 8
    local day, month = period(calendar, second), period(calendar + 4, second)
    local used = redis.call('HMGET', KEYS[3 * i], 'd' .. day .. 't', 'd' .. day .. 'n', 'm' .. month .. 't', 'm' .. month .. 'n')
    local places = redis.call('ZCOUNT', KEYS[3 * i + 1], '(' .. string.format('%.0f', now), '+inf')
    uses[i] = string.format('%.0f %.0f %.0f %.0f %.0f %.0f %.0f', requests, tokens, places,
        tonumber(used[1]) or 0, tonumber(used[2]) or 0, tonumber(used[3]) or 0, tonumber(used[4]) or 0)
end
return table.concat(uses, ' ')
