-- In front of every script. KEYS[1] is the epoch's key, ARGV[1] the epoch the caller knows, ARGV[2] the lease in milliseconds.

local call, pack, read = redis.call, struct.pack, struct.unpack

-- Without the epoch, or with another one, these are not the counters the caller knows: they were lost. Nothing is counted
-- before somebody has rebuilt them.
if call('GET', KEYS[1]) ~= ARGV[1] then
    return '!'
end

-- Lua has doubles only, exact up to 2^53, which is 9 million yuan in billionths. They are kept and answered as doubles, which is
-- exact and costs a quarter of writing and reading text; tostring and '..' would make 1.5e+14 of 150000000000001. Where text is
-- needed, '%.0f' writes all digits.
local PAIR, RING, LIMITS = '<dd', '<ddddd', '<ddddddd'

-- Whether requests count at a subject as such, by its limits: -2 in the first place says that tokens and money alone do.
local function counts(limits)
    return read(LIMITS, limits) ~= -2
end

-- Whether its budgets may be claimed only when the ledger's sums are there: one byte more says so.
local function mustBeOpened(limits)
    return #limits > 56
end

-- Beside the days and months, a subject's budgets say: o, that the ledger's sums are in them; l, what is set aside for replicas in
-- all (requests, tokens, nano, places), and l:REPLICA what for each.
local OPENED, LEASES, LEASE = 'o', 'l', '<dddd'

local function leases(packed)
    if not packed then
        return 0, 0, 0, 0
    end
    return read(LEASE, packed)
end

local function text(number)
    return string.format('%.0f', number)
end

-- Another each time a server starts. Empty for a user whom an access list keeps from asking: then only what a replica itself had said is
-- a sign of an old copy.
local function serverRun()
    local server = redis.pcall('INFO', 'server')
    return type(server) == 'string' and string.match(server, 'run_id:(%x+)') or ''
end

local prefix = string.sub(KEYS[1], 1, -6)
local time = call('TIME')
local clock = tonumber(time[1])
local now = clock * 1000 + math.floor(time[2] / 1000)
local deadline = text(now + tonumber(ARGV[2]))

local BUCKETS = 61
-- A clock that is put right, or another node's, is back by less than these seconds.
local MOST_BACK = 120
-- An answer is kept this long after the end of its request, for a claim or a cancellation that comes late.
local TOMBSTONE = 120000
local DAY = 86400000

-- A ring is a hash: h holds head second, requests and tokens of all buckets, requests and tokens of the head's; b0 to b60 hold
-- requests and tokens of the seconds before it, where there were any. One field is read and written for most claims.
local function ring(key)
    local h = call('HGET', key, 'h')
    if not h then
        return 0, 0, 0, 0, 0
    end
    local head, requests, tokens, r, t = read(RING, h)
    if clock < head - MOST_BACK then
        -- The clock was far ahead. All that was counted counts for another minute, and not until the clock is there again.
        head, r, t = clock, requests, tokens
        call('DEL', key)
        call('HSET', key, 'h', pack(RING, head, requests, tokens, r, t))
        call('PEXPIREAT', key, (head + BUCKETS + 1) * 1000)
    end
    return head, requests, tokens, r, t
end

local function pair(packed)
    if not packed then
        return 0, 0
    end
    return read(PAIR, packed)
end

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
        over[#over + 1] = 'b' .. past % BUCKETS
    end
    for _, bucket in ipairs(call('HMGET', key, unpack(over))) do
        local r, t = pair(bucket)
        requests, tokens = requests - r, tokens - t
    end
    return requests, tokens, over
end

-- Moves a ring to a second and counts in its bucket there. What advance has found is passed in.
local function push(key, second, head, requests, tokens, r, t, over, moreRequests, moreTokens)
    if head < second then
        if over == true then
            call('DEL', key)
        else
            call('HDEL', key, unpack(over))
            if r ~= 0 or t ~= 0 then
                call('HSET', key, 'b' .. head % BUCKETS, pack(PAIR, r, t))
            end
        end
        r, t = 0, 0
    end
    call('HSET', key, 'h', pack(RING, second, requests + moreRequests, tokens + moreTokens, r + moreRequests, t + moreTokens))
    if head < second then
        call('PEXPIREAT', key, (second + BUCKETS + 1) * 1000)
    end
end

-- Adds to the bucket of a second that is not over.
local function amend(key, second, moreRequests, moreTokens)
    local head, requests, tokens, r, t = ring(key)
    if second > head or second <= head - BUCKETS then
        return
    end
    if second == head then
        r, t = r + moreRequests, t + moreTokens
    else
        local bucket = 'b' .. second % BUCKETS
        local had, hadTokens = pair(call('HGET', key, bucket))
        call('HSET', key, bucket, pack(PAIR, had + moreRequests, hadTokens + moreTokens))
    end
    call('HSET', key, 'h', pack(RING, head, requests + moreRequests, tokens + moreTokens, r, t))
end

-- Of four starts of periods in ARGV the one that runs at a second, and the one after it.
local function period(at, second)
    local running = at
    while running < at + 2 and tonumber(ARGV[running + 1]) <= second do
        running = running + 1
    end
    return ARGV[running], tonumber(ARGV[running + 1])
end

-- A reservation is a packed list: 1 state (live, done, orphan or void), 2 answer, 3 second of admission, 4 and 5 tokens and nano
-- that it is counted with, 6 and 7 what it has surely used, 8 the number of subjects, then of each its name, its day, its month
-- and its limits. Ended ones are tombstones of the first two.
local STATE, ANSWER, SECOND, TOKENS, NANO, FLOOR_TOKENS, FLOOR_NANO, SUBJECTS = 1, 2, 3, 4, 5, 6, 7, 8

local function reservation(key)
    local packed = call('GET', key)
    return packed and cmsgpack.unpack(packed)
end

-- Calls back with name, day, month and limits of each subject.
local function each(found, visit)
    for at = SUBJECTS + 1, SUBJECTS + 4 * found[SUBJECTS], 4 do
        visit(found[at], found[at + 1], found[at + 2], found[at + 3])
    end
end

-- Adds to what a reservation is counted with, in the second and the periods of its admission where they are not over.
local function correct(found, tokens, nano, requests)
    each(found, function(name, day, month, limits)
        local requestsHere = requests ~= 0 and counts(limits) and requests or 0
        if tokens ~= 0 or requestsHere ~= 0 then
            amend(prefix .. 'w:' .. name, found[SECOND], requestsHere, tokens)
        end
        if tokens ~= 0 or nano ~= 0 then
            local key = prefix .. 'b:' .. name
            local used = call('HMGET', key, 'd' .. day, 'm' .. month)
            for i, field in ipairs({ 'd' .. day, 'm' .. month }) do
                if used[i] then
                    local t, n = pair(used[i])
                    call('HSET', key, field, pack(PAIR, t + tokens, n + nano))
                end
            end
        end
    end)
    found[TOKENS], found[NANO] = found[TOKENS] + tokens, found[NANO] + nano
end

-- Gives the places at once back.
local function leave(found, id)
    call('ZREM', prefix .. 'rx', id)
    each(found, function(name)
        call('ZREM', prefix .. 'c:' .. name, id)
    end)
end
