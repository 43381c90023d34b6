-- In front of every script. KEYS[1] is the epoch's key, ARGV[1] the epoch the caller knows, ARGV[2] the lease in milliseconds.
--
-- Numbers: Lua has doubles only, exact up to 2^53, which is 9 million yuan in billionths. They are passed to redis.call as they
-- are, or written with '%.0f': tostring and '..' would make 1.5e+14 of 150000000000001.

-- Without the epoch, or with another one, these are not the counters the caller knows: they were lost. Nothing is counted
-- before somebody has rebuilt them.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
    return '!'
end

local prefix = string.sub(KEYS[1], 1, -6)
local time = redis.call('TIME')
local clock = tonumber(time[1])
local now = clock * 1000 + math.floor(time[2] / 1000)
local lease = tonumber(ARGV[2])

local BUCKETS = 61
-- An answer is kept this long after the end of its request, for a claim or a cancellation that comes late.
local TOMBSTONE = 120000
local DAY = 86400000

-- The sums of a ring as they are at a second, and the fields that are over by then: nil for none, true for all.
local function advance(key, second, head, requests, tokens)
    if second <= head then
        return requests, tokens, nil
    end
    if second - head >= BUCKETS then
        return 0, 0, true
    end
    local over = {}
    for past = head - BUCKETS + 1, second - BUCKETS do
        over[#over + 1] = 'r' .. past % BUCKETS
        over[#over + 1] = 't' .. past % BUCKETS
    end
    local gone = redis.call('HMGET', key, unpack(over))
    for i = 1, #over, 2 do
        requests = requests - (tonumber(gone[i]) or 0)
        tokens = tokens - (tonumber(gone[i + 1]) or 0)
    end
    return requests, tokens, over
end

-- Of four starts of periods in ARGV the one that runs at a second, and the one after it.
local function period(at, second)
    local running = at
    while running < at + 2 and tonumber(ARGV[running + 1]) <= second do
        running = running + 1
    end
    return ARGV[running], tonumber(ARGV[running + 1])
end

-- A reservation is a hash: o state (live, done, orphan or void), a answer, s second of admission, t and n tokens and nano that
-- it is counted with, ft and fn what it has surely used, l limits, and under 1, 2 ... its subjects as day:month:name.
local function reservation(key)
    local fields = redis.call('HGETALL', key)
    if #fields == 0 then
        return nil
    end
    local found = { subjects = {} }
    for i = 1, #fields, 2 do
        local place = tonumber(fields[i])
        if place then
            local day, month, name = string.match(fields[i + 1], '^(%d+):(%d+):(.*)$')
            found.subjects[place] = { day = day, month = month, name = name }
        else
            found[fields[i]] = fields[i + 1]
        end
    end
    return found
end

-- Adds to what a reservation is counted with, in the second and the periods of its admission where they are not over.
local function correct(found, tokens, nano, requests)
    local second = tonumber(found.s)
    local bucket = second % BUCKETS
    for _, subject in ipairs(found.subjects) do
        if tokens ~= 0 or requests ~= 0 then
            local ring = prefix .. 'w:' .. subject.name
            local head = tonumber(redis.call('HGET', ring, 'h')) or 0
            if second <= head and second > head - BUCKETS then
                redis.call('HINCRBY', ring, 'ts', tokens)
                redis.call('HINCRBY', ring, 't' .. bucket, tokens)
                if requests ~= 0 then
                    redis.call('HINCRBY', ring, 'rs', requests)
                    redis.call('HINCRBY', ring, 'r' .. bucket, requests)
                end
            end
        end
        if tokens ~= 0 or nano ~= 0 then
            local budget = prefix .. 'b:' .. subject.name
            local dt, dn = 'd' .. subject.day .. 't', 'd' .. subject.day .. 'n'
            local mt, mn = 'm' .. subject.month .. 't', 'm' .. subject.month .. 'n'
            local used = redis.call('HMGET', budget, dt, dn, mt, mn)
            if used[1] then
                redis.call('HSET', budget, dt, used[1] + tokens, dn, used[2] + nano)
            end
            if used[3] then
                redis.call('HSET', budget, mt, used[3] + tokens, mn, used[4] + nano)
            end
        end
    end
end

-- Gives the places at once back.
local function leave(found, id)
    redis.call('ZREM', prefix .. 'rx', id)
    for _, subject in ipairs(found.subjects) do
        redis.call('ZREM', prefix .. 'c:' .. subject.name, id)
    end
end
