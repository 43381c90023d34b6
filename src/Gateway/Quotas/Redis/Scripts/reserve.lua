-- Reserves an estimate at every subject, or at none.
-- KEYS: epoch, reservation, rx, then for each subject its ring (w), budgets (b) and places (c).
-- ARGV: epoch, lease, tokens, nano, tokens and nano of the floor, number of calendars, for each of them four days and four
-- months, then for each subject the number of its calendar from 0 and its seven limits as doubles, -1 for none; -2 for
-- the first where requests do not count as such.
-- Answer, all doubles: 1, second, limit and rest of requests and of tokens a minute, then what each subject's day and month hold,
-- tokens and nano; or 0, second, the same rests, and kind, subject, limit, used, milliseconds to wait of the limit that opens last; or 2,
-- second and the subject whose budgets lack what the ledger says.

-- 1. A claim that was sent before is answered as it was.
local before = reservation(KEYS[2])
if before then
    return before[ANSWER]
end

local tokens, nano = tonumber(ARGV[3]), tonumber(ARGV[4])
local calendars = tonumber(ARGV[7])
local first = 8 + calendars * 8
local count = (#KEYS - 3) / 3

-- 2. The second never goes back: a clock that is set back, or another node's that is behind, frees nothing.
local second = clock
local subjects = {}
for i = 1, count do
    local key = KEYS[1 + 3 * i]
    local head, requests, minute, r, t = ring(key)
    second = math.max(second, head)
    subjects[i] = {
        key = key, head = head, requests = requests, minute = minute, r = r, t = t,
        over = false, running = false, isNew = false, day = false, month = false,
    }
end

local periods = {}
for i = 0, calendars - 1 do
    local day, nextDay = period(8 + i * 8, second)
    local month, nextMonth = period(12 + i * 8, second)
    periods[i] = { day = day, nextDay = nextDay, month = month, nextMonth = nextMonth, at = 8 + i * 8 }
end

-- 3. Look at all limits.
local worst
local function against(kind, subject, limit, used, opens)
    if not worst or opens > worst.opens then
        worst = { kind = kind, subject = subject, limit = limit, used = used, opens = opens }
    end
end

-- The second from which so much more fits into a ring, if nothing else is counted. Which: 1 for requests, 2 for tokens.
local function fits(subject, which, sum, more, limit)
    local fields = call('HGETALL', subject.key)
    local buckets = {}
    for i = 1, #fields, 2 do
        buckets[fields[i]] = fields[i + 1]
    end
    buckets['b' .. subject.head % BUCKETS] = pack(PAIR, subject.r, subject.t)
    for past = second - BUCKETS + 1, subject.head do
        sum = sum - (select(which, pair(buckets['b' .. past % BUCKETS])))
        if sum + more <= limit then
            return past + BUCKETS
        end
    end
    return second + BUCKETS
end

local notYet = '(' .. text(now)
local requestLimit, requestsLeft, tokenLimit, tokensLeft = 0, 0, 0, 0
for i = 1, count do
    local subject, limits = subjects[i], ARGV[first + 2 * i - 1]
    local running = periods[tonumber(ARGV[first + 2 * i - 2])]
    local used = call('HMGET', KEYS[2 + 3 * i], 'd' .. running.day, 'm' .. running.month, OPENED, LEASES)
    if not used[3] and mustBeOpened(limits) then
        return pack('<ddd', 2, second, i - 1)
    end

    local rpm, tpm, most, tpd, tpmo, mpd, mpmo = read(LIMITS, limits)
    -- What is set aside for replicas counts as used at every moment.
    local leasedRequests, leasedTokens, leasedNano, leasedPlaces = leases(used[4])
    local requests, minute, over = advance(subject.key, second, subject.head, subject.requests, subject.minute)
    if rpm >= 0 then
        local left = math.max(0, rpm - requests - leasedRequests - 1)
        if requestLimit == 0 or left < requestsLeft then
            requestLimit, requestsLeft = rpm, left
        end
        if requests + leasedRequests + 1 > rpm then
            against(0, i, rpm, requests + leasedRequests, fits(subject, 1, requests, 1, rpm - leasedRequests))
        end
    end
    if tpm >= 0 then
        local left = math.max(0, tpm - minute - leasedTokens - tokens)
        if tokenLimit == 0 or left < tokensLeft then
            tokenLimit, tokensLeft = tpm, left
        end
        if tokens > 0 and minute + leasedTokens + tokens > tpm then
            against(1, i, tpm, minute + leasedTokens, fits(subject, 2, minute, tokens, tpm - leasedTokens))
        end
    end
    if most >= 0 then
        -- The places of those that nobody renewed are free at once; the sweep takes their entries away.
        local taken = call('ZCOUNT', KEYS[3 + 3 * i], notYet, '+inf') + leasedPlaces
        if taken + 1 > most then
            against(2, i, most, taken, second)
        end
    end

    local dayTokens, dayNano = pair(used[1])
    local monthTokens, monthNano = pair(used[2])
    -- What costs nothing is never refused for money, so that local models go on when the cloud's budget is spent.
    if tokens > 0 then
        if tpd >= 0 and dayTokens + leasedTokens + tokens > tpd then
            against(3, i, tpd, dayTokens + leasedTokens, running.nextDay)
        end
        if tpmo >= 0 and monthTokens + leasedTokens + tokens > tpmo then
            against(4, i, tpmo, monthTokens + leasedTokens, running.nextMonth)
        end
    end
    if nano > 0 then
        if mpd >= 0 and dayNano + leasedNano + nano > mpd then
            against(5, i, mpd, dayNano + leasedNano, running.nextDay)
        end
        if mpmo >= 0 and monthNano + leasedNano + nano > mpmo then
            against(6, i, mpmo, monthNano + leasedNano, running.nextMonth)
        end
    end
    subject.requests, subject.minute, subject.over, subject.running, subject.isNew = requests, minute, over, running, not used[1]
    subject.day = pack(PAIR, dayTokens + tokens, dayNano + nano)
    subject.month = pack(PAIR, monthTokens + tokens, monthNano + nano)
end

-- 4. One stands against it: nothing is written, not even what is over by now.
if worst then
    return pack('<ddddddddddd', 0, second, requestLimit, requestsLeft, tokenLimit, tokensLeft,
        worst.kind, worst.subject - 1, worst.limit, worst.used, math.max(0, worst.opens * 1000 - now))
end

-- 5. Otherwise all is.
local id = string.sub(KEYS[2], #prefix + 3)
local answer = { pack('<dddddd', 1, second, requestLimit, requestsLeft, tokenLimit, tokensLeft) }
local entry = { 'live', '', second, tokens, nano, tonumber(ARGV[5]), tonumber(ARGV[6]), count }
for i = 1, count do
    local subject = subjects[i]
    local running = subject.running
    local isCounted = counts(ARGV[first + 2 * i - 1])
    push(subject.key, second, subject.head, subject.requests, subject.minute, subject.r, subject.t, subject.over, isCounted and 1 or 0, tokens)
    local key = KEYS[2 + 3 * i]
    call('HSET', key, 'd' .. running.day, subject.day, 'm' .. running.month, subject.month)
    if subject.isNew then
        -- The first of a day: periods are named by their start, so there is nothing to reset, but something to forget.
        call('PEXPIRE', key, 40 * DAY)
        for _, field in ipairs(call('HKEYS', key)) do
            local letter = string.sub(field, 1, 1)
            local oldest = letter == 'd' and running.at or letter == 'm' and running.at + 4
            if oldest and tonumber(string.sub(field, 2)) < tonumber(ARGV[oldest]) then
                call('HDEL', key, field)
            end
        end
    end

    if isCounted then
        call('ZADD', KEYS[3 + 3 * i], deadline, id)
    end
    answer[2 * i], answer[2 * i + 1] = subject.day, subject.month
    local at = SUBJECTS + 4 * i
    entry[at - 3], entry[at - 2] = string.sub(subject.key, #prefix + 3), running.day
    entry[at - 1], entry[at] = running.month, ARGV[first + 2 * i - 1]
end

entry[ANSWER] = table.concat(answer)
call('SET', KEYS[2], cmsgpack.pack(entry), 'PX', DAY)
call('ZADD', KEYS[3], deadline, id)
return entry[ANSWER]
