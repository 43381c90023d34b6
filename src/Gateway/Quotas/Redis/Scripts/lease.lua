-- Sets a part of each subject's limits aside for one replica, which may admit that much by itself from then on.
-- KEYS: epoch, then for each subject its ring (w), budgets (b) and places (c).
-- ARGV: epoch, lease, the replica's name, "keep" or "", the number of this message, number of calendars, for each of them four days and four months, then for each
-- subject the number of its calendar from 0, its limits, what the replica holds still and what it wants, four doubles each.
-- One that arrives behind a later one, from a connection that was given up, changes nothing.
-- "keep": what it holds was set aside in counters that were lost, and is so in these whatever they hold.
-- Answer: what is set aside for it now, four doubles for each subject.
-- What is set aside belongs to no second, day or month, so it never runs out of a window: it stands until the replica says what it has
-- admitted of it, which was added to the counters before, or until it has said nothing for too long.
-- Ten minutes, and the minute in which the last of what it admitted counts.
local HELD_FOR = 680000
local ENTRY = '<ddddddd'
local REQUESTS, AMOUNTS, NANO, PLACES = 1, 2, 3, 4

local message = tonumber(ARGV[5])
local calendars = tonumber(ARGV[6])
local own = LEASES .. ':' .. ARGV[3]
local answer = {}

-- The smallest of what is left of some limits, and of these the smallest.
local function least(pairsOf)
    local left, limit
    for _, one in ipairs(pairsOf) do
        if one[1] >= 0 then
            left = math.min(left or math.huge, one[1] - one[2])
            limit = math.min(limit or math.huge, one[1])
        end
    end
    return left, limit
end

for i = 1, (#KEYS - 1) / 3 do
    local ringKey, key, placesKey = KEYS[3 * i - 1], KEYS[3 * i], KEYS[3 * i + 1]
    local at = 7 + calendars * 8 + (i - 1) * 4
    local limits = ARGV[at + 1]
    local held, wanted = { read(LEASE, ARGV[at + 2]) }, { read(LEASE, ARGV[at + 3]) }

    -- 1. What is set aside for others, and for this one, where that is not over.
    local others, mine, fields, last = { 0, 0, 0, 0 }, { 0, 0, 0, 0 }, {}, 0
    local all = call('HGETALL', key)
    for f = 1, #all, 2 do
        local name = all[f]
        fields[name] = all[f + 1]
        if string.sub(name, 1, 2) == LEASES .. ':' then
            local r, t, n, p, placesUntil, untilThen, number = read(ENTRY, all[f + 1])
            last = name == own and number or last
            if untilThen <= now then
                call('HDEL', key, name)
            else
                local sums = name == own and mine or others
                sums[REQUESTS], sums[AMOUNTS], sums[NANO] = sums[REQUESTS] + r, sums[AMOUNTS] + t, sums[NANO] + n
                sums[PLACES] = sums[PLACES] + (placesUntil > now and p or 0)
            end
        end
    end

    -- 2. What is left of the limits.
    local rpm, tpm, most, tpd, tpmo, mpd, mpmo = read(LIMITS, limits)
    local head, requests, minute = ring(ringKey)
    local second = math.max(clock, head)
    requests, minute = advance(ringKey, second, head, requests, minute)
    local calendar = 7 + tonumber(ARGV[at]) * 8
    local day, month = period(calendar, second), period(calendar + 4, second)
    local dayTokens, dayNano = pair(fields['d' .. day])
    local monthTokens, monthNano = pair(fields['m' .. month])
    local taken = most >= 0 and call('ZCOUNT', placesKey, '(' .. text(now), '+inf') or 0
    local room, limit = {}, {}
    room[REQUESTS], limit[REQUESTS] = least({ { rpm, requests } })
    room[AMOUNTS], limit[AMOUNTS] = least({ { tpm, minute }, { tpd, dayTokens }, { tpmo, monthTokens } })
    room[NANO], limit[NANO] = least({ { mpd, dayNano }, { mpmo, monthNano } })
    room[PLACES], limit[PLACES] = least({ { most, taken } })

    -- 3. More than before only where it fits, and where all replicas together hold no more than a quarter.
    local new, sum, isSome = {}, {}, false
    for k = REQUESTS, PLACES do
        local base = ARGV[4] == 'keep' and held[k] or math.min(mine[k], held[k])
        new[k] = message <= last and mine[k] or math.min(base, wanted[k])
        if message > last and limit[k] and wanted[k] > base and others[k] + wanted[k] <= math.min(room[k], limit[k] / 4) then
            new[k] = wanted[k]
        end
        sum[k] = others[k] + math.max(0, new[k])
        isSome = isSome or sum[k] > 0
    end

    if isSome then
        call('HSET', key, LEASES, pack(LEASE, sum[1], sum[2], sum[3], sum[4]))
        call('HSET', key, own, pack(ENTRY, math.max(0, new[1]), math.max(0, new[2]), math.max(0, new[3]), math.max(0, new[4]), 
            now + tonumber(ARGV[2]), now + HELD_FOR, math.max(message, last)))
        if #all == 0 then
            call('PEXPIRE', key, 40 * DAY)
        end
    elseif fields[LEASES] then
        call('HDEL', key, LEASES, own)
    end
    answer[i] = pack(LEASE, new[1], new[2], new[3], new[4])
end
return table.concat(answer)
