-- Reserves an estimate at every subject, or at none.
-- KEYS: epoch, reservation, rx, then for each subject its ring (w), budgets (b) and places (c).
-- ARGV: epoch, lease, tokens, nano, tokens and nano of the floor, number of calendars, for each of them four days and four
-- months, then for each subject the number of its calendar from 0 and its seven limits, -1 for none.
-- Answer: "1 second limit left limit left", then what each subject's day and month hold, tokens and nano;
-- or "0 second limit left limit left kind subject limit used retry", all evaluated and the one that opens last told.

-- 1. A claim that was sent before is answered as it was.
local stored = redis.call('HGET', KEYS[2], 'a')
if stored then
    return stored
end

local tokens, nano = tonumber(ARGV[3]), tonumber(ARGV[4])
local calendars = tonumber(ARGV[7])
local first = 8 + calendars * 8
local count = (#KEYS - 3) / 3

-- 2. The second never goes back: a clock that is set back, or another node's that is behind, frees nothing.
local second = clock
local bucket = clock % BUCKETS
local rings = {}
for i = 1, count do
    rings[i] = redis.call('HMGET', KEYS[1 + 3 * i], 'h', 'rs', 'ts', 'r' .. bucket, 't' .. bucket)
    second = math.max(second, tonumber(rings[i][1]) or 0)
end
if second ~= clock then
    bucket = second % BUCKETS
    for i = 1, count do
        rings[i] = redis.call('HMGET', KEYS[1 + 3 * i], 'h', 'rs', 'ts', 'r' .. bucket, 't' .. bucket)
    end
end

local periods = {}
for i = 0, calendars - 1 do
    local day, nextDay = period(8 + i * 8, second)
    local month, nextMonth = period(12 + i * 8, second)
    periods[i] = { day = day, nextDay = nextDay, month = month, nextMonth = nextMonth }
end

-- 3. Look at all limits.
local worst
local function against(kind, subject, limit, used, opens)
    if not worst or opens > worst.opens then
        worst = { kind = kind, subject = subject, limit = limit, used = used, opens = opens }
    end
end

-- The second from which so much more fits into a ring, if nothing else is counted.
local function fits(key, letter, sum, more, limit, head)
    local fields = redis.call('HGETALL', key)
    local buckets = {}
    for i = 1, #fields, 2 do
        buckets[fields[i]] = fields[i + 1]
    end
    for past = second - BUCKETS + 1, head do
        sum = sum - (tonumber(buckets[letter .. past % BUCKETS]) or 0)
        if sum + more <= limit then
            return past + BUCKETS
        end
    end
    return second + BUCKETS
end

local requestLimit, requestsLeft, tokenLimit, tokensLeft = 0, 0, 0, 0
local states = {}
for i = 1, count do
    local at = first + (i - 1) * 8
    local rpm, tpm, most = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3])
    local ring, head = rings[i], tonumber(rings[i][1]) or 0
    local requests, minute, over = advance(KEYS[1 + 3 * i], second, head, tonumber(ring[2]) or 0, tonumber(ring[3]) or 0)
    if rpm >= 0 then
        local left = math.max(0, rpm - requests - 1)
        if requestLimit == 0 or left < requestsLeft then
            requestLimit, requestsLeft = rpm, left
        end
        if requests + 1 > rpm then
            against(0, i, rpm, requests, fits(KEYS[1 + 3 * i], 'r', requests, 1, rpm, head))
        end
    end
    if tpm >= 0 then
        local left = math.max(0, tpm - minute - tokens)
        if tokenLimit == 0 or left < tokensLeft then
            tokenLimit, tokensLeft = tpm, left
        end
        if tokens > 0 and minute + tokens > tpm then
            against(1, i, tpm, minute, fits(KEYS[1 + 3 * i], 't', minute, tokens, tpm, head))
        end
    end
    if most >= 0 then
        -- The places of those that nobody renewed are free at once; the sweep takes their entries away.
        local taken = redis.call('ZCOUNT', KEYS[3 + 3 * i], '(' .. string.format('%.0f', now), '+inf')
        if taken + 1 > most then
            against(2, i, most, taken, second)
        end
    end

    local running = periods[tonumber(ARGV[at])]
    local dt, dn, mt, mn = 'd' .. running.day .. 't', 'd' .. running.day .. 'n', 'm' .. running.month .. 't', 'm' .. running.month .. 'n'
    local used = redis.call('HMGET', KEYS[2 + 3 * i], dt, dn, mt, mn)
    local isNew = not used[1]
    local dayTokens, dayNano = tonumber(used[1]) or 0, tonumber(used[2]) or 0
    local monthTokens, monthNano = tonumber(used[3]) or 0, tonumber(used[4]) or 0
    -- What costs nothing is never refused for money, so that local models go on when the cloud's budget is spent.
    if tokens > 0 then
        local tpd, tpmo = tonumber(ARGV[at + 4]), tonumber(ARGV[at + 5])
        if tpd >= 0 and dayTokens + tokens > tpd then
            against(3, i, tpd, dayTokens, running.nextDay)
        end
        if tpmo >= 0 and monthTokens + tokens > tpmo then
            against(4, i, tpmo, monthTokens, running.nextMonth)
        end
    end
    if nano > 0 then
        local mpd, mpmo = tonumber(ARGV[at + 6]), tonumber(ARGV[at + 7])
        if mpd >= 0 and dayNano + nano > mpd then
            against(5, i, mpd, dayNano, running.nextDay)
        end
        if mpmo >= 0 and monthNano + nano > mpmo then
            against(6, i, mpmo, monthNano, running.nextMonth)
        end
    end
    states[i] = {
        requests = requests, minute = minute, over = over, head = head, isNew = isNew,
        dt = dt, dn = dn, mt = mt, mn = mn,
        dayTokens = dayTokens + tokens, dayNano = dayNano + nano, monthTokens = monthTokens + tokens, monthNano = monthNano + nano,
    }
end

-- 4. One stands against it: nothing is written, not even what is over by now.
if worst then
    return string.format('0 %.0f %.0f %.0f %.0f %.0f %d %d %.0f %.0f %.0f', second, requestLimit, requestsLeft, tokenLimit, tokensLeft,
        worst.kind, worst.subject - 1, worst.limit, worst.used, math.max(0, worst.opens * 1000 - now))
end

-- 5. Otherwise all is.
local id = string.sub(KEYS[2], #prefix + 3)
local deadline = now + lease
local holds = {}
local entry = { 'o', 'live', 's', second, 't', tokens, 'n', nano, 'ft', ARGV[5], 'fn', ARGV[6], 'l', table.concat(ARGV, ' ', first) }
for i = 1, count do
    local state, ring, key = states[i], rings[i], KEYS[1 + 3 * i]
    local inBucket, tokensInBucket = tonumber(ring[4]) or 0, tonumber(ring[5]) or 0
    if state.head < second then
        inBucket, tokensInBucket = 0, 0
        if state.over == true then
            redis.call('DEL', key)
        else
            redis.call('HDEL', key, unpack(state.over))
        end
    end
    redis.call('HSET', key, 'h', second, 'rs', state.requests + 1, 'ts', state.minute + tokens,
        'r' .. bucket, inBucket + 1, 't' .. bucket, tokensInBucket + tokens)
    if state.head < second then
        redis.call('PEXPIREAT', key, (second + BUCKETS + 1) * 1000)
    end

    key = KEYS[2 + 3 * i]
    redis.call('HSET', key, state.dt, state.dayTokens, state.dn, state.dayNano, state.mt, state.monthTokens, state.mn, state.monthNano)
    local calendar = 8 + tonumber(ARGV[first + (i - 1) * 8]) * 8
    if state.isNew then
        -- The first of a day: periods are named by their start, so there is nothing to reset, but much to forget.
        redis.call('PEXPIRE', key, 40 * DAY)
        for _, field in ipairs(redis.call('HKEYS', key)) do
            local letter, start = string.match(field, '^(%a)(%d+)')
            if tonumber(start) < tonumber(ARGV[letter == 'd' and calendar or calendar + 4]) then
                redis.call('HDEL', key, field)
            end
        end
    end

    redis.call('ZADD', KEYS[3 + 3 * i], deadline, id)
    local running = periods[tonumber(ARGV[first + (i - 1) * 8])]
    entry[#entry + 1] = i
    entry[#entry + 1] = running.day .. ':' .. running.month .. ':' .. string.sub(KEYS[1 + 3 * i], #prefix + 3)
    holds[i] = string.format(' %.0f %.0f %.0f %.0f', state.dayTokens, state.dayNano, state.monthTokens, state.monthNano)
end

local answer = string.format('1 %.0f %.0f %.0f %.0f %.0f', second, requestLimit, requestsLeft, tokenLimit, tokensLeft) .. table.concat(holds)
redis.call('HSET', KEYS[2], 'a', answer, unpack(entry))
redis.call('PEXPIRE', KEYS[2], DAY)
redis.call('ZADD', KEYS[3], deadline, id)
return answer
