-- Reserves an estimate for every subject, or for none.
-- KEYS: epoch, reservation, rx, then for each subject its ring (w), budgets (b) and places (c).
-- ARGV: epoch, lease, amounts, amounts of the floor, number of calendars, four days and four months for each of them, then for each subject
-- the number of its calendar from 0, and its limits.
-- Answer, all doubles, one of:
-- 1, second, limit and rest of requests and of tokens per minute, then the amounts in each subject's day and month;
-- 0, second, the same rests, and for the limit that opens last its number in its subject's limits, subject, limit, used, milliseconds to
-- wait;
-- 2, second and the subject whose budgets lack the ledger's totals.

-- 1. Answer a repeated claim as before.
local before = reservation(KEYS[2])
if before then
    return before[ANSWER]
end

local estimate = amount(ARGV[3])
local calendars = tonumber(ARGV[5])
local first = 6 + calendars * 8
local count = (#KEYS - 3) / 3

-- 2. The second never goes back: a clock that is set back, or another node's that is behind, frees nothing.
local second = clock
local subjects = {}
for i = 1, count do
    local key = KEYS[1 + 3 * i]
    local head, sums, own = ring(key)
    second = math.max(second, head)
    subjects[i] = { key = key, head = head, sums = sums, own = own, over = false, running = false, isNew = false, day = false, month = false }
end

local periods = {}
for i = 0, calendars - 1 do
    local day, nextDay = period(6 + i * 8, second)
    local month, nextMonth = period(10 + i * 8, second)
    periods[i] = { day = day, nextDay = nextDay, month = month, nextMonth = nextMonth, at = 6 + i * 8 }
end

-- 3. Check all limits.
local worst
local function against(number, subject, limit, used, opens)
    if not worst or opens > worst.opens then
        worst = { number = number, subject = subject, limit = limit, used = used, opens = opens }
    end
end

-- The second from which this much more of a meter fits into a ring, if nothing else is counted.
local function fits(subject, meter, sum, more, limit)
    local fields = call('HGETALL', subject.key)
    local buckets = {}
    for i = 1, #fields, 2 do
        buckets[fields[i]] = fields[i + 1]
    end
    buckets['b' .. subject.head % BUCKETS] = packed(subject.own)
    for past = second - BUCKETS + 1, subject.head do
        local bucket = buckets['b' .. past % BUCKETS]
        sum = sum - (bucket and amount(bucket)[meter] or 0)
        if sum + more <= limit then
            return past + BUCKETS
        end
    end
    return second + BUCKETS
end

-- The need where requests count as such; the place is counted separately.
local asRequest = plus(estimate, none())
asRequest[REQUESTS] = 1
local notYet = '(' .. text(now)
local rooms, roomLimits = {}, {}
for i = 1, count do
    local subject, limits = subjects[i], ARGV[first + 2 * i - 1]
    local running = periods[tonumber(ARGV[first + 2 * i - 2])]
    local used = call('HMGET', KEYS[2 + 3 * i], 'd' .. running.day, 'm' .. running.month, OPENED, LEASES)
    if not used[3] and mustBeOpened(limits) then
        return pack('<ddd', 2, second, i - 1)
    end

    local isCounted = counts(limits)
    local need = isCounted and asRequest or estimate
    -- Shares set aside for replicas count as used at all times.
    local leased = amount(used[4])
    local sums, over = advance(subject.key, second, subject.head, subject.sums)
    local day, month = budget(used[1]), budget(used[2])
    local held = { [MINUTE] = sums, [DAY] = day, [MONTH] = month }
    local number = 0
    for _, meter, window, most in limitsOf(limits) do
        number = number + 1
        local taken, more
        if window == AT_ONCE then
            -- Places of reservations that nobody renewed are free at once; the sweep removes their entries.
            taken, more = call('ZCOUNT', KEYS[3 + 3 * i], notYet, '+inf') + leased[CONCURRENT], isCounted and 1 or 0
        else
            taken, more = held[window][meter] + leased[meter], need[meter]
        end
        if window == MINUTE then
            local left = math.max(0, most - taken - more)
            if not rooms[meter] or left < rooms[meter] then
                rooms[meter], roomLimits[meter] = left, most
            end
        end
        -- A free request is never refused for money, so that local models keep working when the cloud budget is spent.
        if more > 0 and taken + more > most then
            against(number, i, most, taken, window == MINUTE and fits(subject, meter, sums[meter], more, most - leased[meter])
                or window == DAY and running.nextDay or window == MONTH and running.nextMonth or second)
        end
    end

    subject.sums, subject.over, subject.running, subject.isNew = sums, over, running, not used[1]
    subject.need, subject.day, subject.month = need, plus(day, need), plus(month, need)
end

-- Clients know headers for these two only.
local function roomOf(meter)
    return pack('<dd', roomLimits[meter] or 0, rooms[meter] or 0)
end

local roomsLeft = roomOf(REQUESTS) .. roomOf(TOKENS)

-- 4. If a limit refuses, write nothing, not even the removal of what has expired.
if worst then
    return pack('<dd', 0, second) .. roomsLeft
        .. pack('<ddddd', worst.number - 1, worst.subject - 1, worst.limit, worst.used, math.max(0, worst.opens * 1000 - now))
end

-- 5. Otherwise write everything.
local id = string.sub(KEYS[2], #prefix + 3)
local answer = { pack('<dd', 1, second) .. roomsLeft }
local entry = { 'live', '', second, ARGV[3], ARGV[4], count }
for i = 1, count do
    local subject = subjects[i]
    local running = subject.running
    push(subject.key, second, subject.head, subject.sums, subject.own, subject.over, subject.need)
    local key = KEYS[2 + 3 * i]
    call('HSET', key, 'd' .. running.day, packed(subject.day), 'm' .. running.month, packed(subject.month))
    if subject.isNew then
        -- First use of a period: periods are named by their start, so nothing has to be reset, but old ones must expire.
        call('PEXPIRE', key, 40 * ONE_DAY)
        for _, field in ipairs(call('HKEYS', key)) do
            local letter = string.sub(field, 1, 1)
            local oldest = letter == 'd' and running.at or letter == 'm' and running.at + 4
            if oldest and tonumber(string.sub(field, 2)) < tonumber(ARGV[oldest]) then
                call('HDEL', key, field)
            end
        end
    end

    if counts(ARGV[first + 2 * i - 1]) then
        call('ZADD', KEYS[3 + 3 * i], deadline, id)
    end
    answer[2 * i], answer[2 * i + 1] = whole(subject.day), whole(subject.month)
    local at = SUBJECTS + 4 * i
    entry[at - 3], entry[at - 2] = string.sub(subject.key, #prefix + 3), running.day
    entry[at - 1], entry[at] = running.month, ARGV[first + 2 * i - 1]
end

entry[ANSWER] = table.concat(answer)
call('SET', KEYS[2], cmsgpack.pack(entry), 'PX', ONE_DAY)
call('ZADD', KEYS[3], deadline, id)
return entry[ANSWER]
