-- Sets a share of each subject's limits aside for one replica, which may then admit that much by itself. KEYS: epoch, then for each subject
-- its ring (w), budgets (b) and places (c). ARGV: epoch, lease, the replica's name, "keep" or "", the number of this message, number of
-- calendars, four days and four months for each of them, then for each subject the number of its calendar from 0, its limits, and the
-- amounts the replica still holds and wants. A message that arrives after a later one, from an abandoned connection, changes nothing.
-- "keep": what it holds was set aside in counters that were lost, and is set aside here whatever these hold. Answer: the amounts now set
-- aside for it, for each subject. A share belongs to no second, day or month, so it never leaves a window: it stands until the replica
-- reports what it admitted from it, after adding that to the counters, or until the replica has been silent for too long: ten minutes, plus
-- the minute in which the last of its admissions counts.
local HELD_FOR = 680000

local message = tonumber(ARGV[5])
local calendars = tonumber(ARGV[6])
local own = LEASES .. ':' .. ARGV[3]
local answer = {}

-- One replica's share: amounts, how long its places last, how long the rest lasts, and the number of the message that set it.
local function entry(kept)
    local ends = #kept - 24
    return amount(string.sub(kept, 1, ends)), read('<ddd', kept, ends + 1)
end

for i = 1, (#KEYS - 1) / 3 do
    local ringKey, key, placesKey = KEYS[3 * i - 1], KEYS[3 * i], KEYS[3 * i + 1]
    local at = 7 + calendars * 8 + (i - 1) * 4
    local limits = ARGV[at + 1]
    local held, wanted = amount(ARGV[at + 2]), amount(ARGV[at + 3])

    -- 1. The shares of other replicas, and of this one, where they have not expired.
    local others, mine, fields, last = none(), none(), {}, 0
    local all = call('HGETALL', key)
    for f = 1, #all, 2 do
        local name = all[f]
        fields[name] = all[f + 1]
        if string.sub(name, 1, 2) == LEASES .. ':' then
            local part, placesUntil, untilThen, number = entry(all[f + 1])
            last = name == own and number or last
            if untilThen <= now then
                call('HDEL', key, name)
            else
                part[CONCURRENT] = placesUntil > now and part[CONCURRENT] or 0
                if name == own then
                    mine = part
                else
                    others = plus(others, part)
                end
            end
        end
    end

    -- 2. What is left of the limits: the least for each meter.
    local head, sums = ring(ringKey)
    local second = math.max(clock, head)
    sums = advance(ringKey, second, head, sums)
    local calendar = 7 + tonumber(ARGV[at]) * 8
    local day, month = period(calendar, second), period(calendar + 4, second)
    local used = { [MINUTE] = sums, [DAY] = budget(fields['d' .. day]), [MONTH] = budget(fields['m' .. month]) }
    local room, most = {}, {}
    for _, meter, window, limit in limitsOf(limits) do
        local taken = window == AT_ONCE and call('ZCOUNT', placesKey, '(' .. text(now), '+inf') or used[window][meter]
        room[meter] = math.min(room[meter] or math.huge, limit - taken)
        most[meter] = math.min(most[meter] or math.huge, limit)
    end

    -- 3. Grant more than before only where it fits, and where all replicas together hold no more than a quarter.
    local new, kept, sum = {}, {}, {}
    for k = 1, METERS do
        local base = ARGV[4] == 'keep' and held[k] or math.min(mine[k], held[k])
        new[k] = message <= last and mine[k] or math.min(base, wanted[k])
        if message > last and most[k] and wanted[k] > base and others[k] + wanted[k] <= math.min(room[k], most[k] / 4) then
            new[k] = wanted[k]
        end
        kept[k] = math.max(0, new[k])
        sum[k] = others[k] + kept[k]
    end

    if not isNone(sum) then
        call('HSET', key, LEASES, packed(sum))
        call('HSET', key, own, packed(kept) .. pack('<ddd', now + tonumber(ARGV[2]), now + HELD_FOR, math.max(message, last)))
        if #all == 0 then
            call('PEXPIRE', key, 40 * ONE_DAY)
        end
    elseif fields[LEASES] then
        call('HDEL', key, LEASES, own)
    end
    answer[i] = whole(new)
end
return table.concat(answer)
