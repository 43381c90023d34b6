-- Prepended to every script, after what RedisFormat.cs writes: the format's number, those of meters and windows, and sums of amounts.
-- KEYS[1] is the epoch's key, ARGV[1] the epoch the caller knows, ARGV[2] the lease in milliseconds.

local call, pack, read = redis.call, struct.pack, struct.unpack

-- If the epoch is missing or different, these are not the counters the caller knows: they were lost. Nothing is counted before they have
-- been rebuilt. The epoch is stored in a field named after the format of everything packed here, so a gateway with another format does not
-- find it.
if redis.pcall('HGET', KEYS[1], FORMAT) ~= ARGV[1] then
    return '!'
end

-- Lua has only doubles, exact up to 2^53, which is 9 million yuan in billionths. They are stored and returned as doubles, which is exact
-- and takes a quarter of the time of text; tostring and '..' would turn 150000000000001 into 1.5e+14. Where text is needed, '%.0f' writes
-- all digits.
local function text(number)
    return string.format('%.0f', number)
end

-- An amount is a list of doubles, one for each meter. If only zeros follow the first three, usually only those three are stored.
local SHORT, SHORT_LENGTH = '<ddd', 8 * LEAST

local function amount(kept)
    if not kept then
        return none()
    end
    if #kept == SHORT_LENGTH then
        return filled(read(SHORT, kept))
    end
    local numbers = { read('<' .. string.rep('d', #kept / 8), kept) }
    for i = #kept / 8 + 1, METERS do
        numbers[i] = 0
    end
    return numbers
end

local function packed(a)
    return isShort(a) and pack(SHORT, a[1], a[2], a[3]) or whole(a)
end

-- Unpacks what a day or a month holds. Format 1 stored only tokens and money.
local function budget(kept)
    return amount(kept and #kept == 16 and pack('<d', 0) .. kept or kept)
end

-- The limits of a subject: a byte of flags (1: requests count as such; 2: its budgets may be claimed only once the ledger's totals are in),
-- then the meter, window and maximum of each limit.
local function counts(limits)
    return string.byte(limits) % 2 == 1
end

local function mustBeOpened(limits)
    return string.byte(limits) >= 2
end

local function nextLimit(limits, at)
    if at <= #limits then
        local meter, window, most, behind = read('<BBd', limits, at)
        return behind, meter, window, most
    end
end

-- An iterator for loops: the position of the next limit, then meter, window and maximum.
local function limitsOf(limits)
    return nextLimit, limits, 2
end

-- Besides days and months, a subject's budgets hold: o, set when the ledger's totals are in; l, the total set aside for replicas; and
-- l:REPLICA, the share of each.
local OPENED, LEASES = 'o', 'l'

-- Changes each time a server starts. Empty for a user whose access list forbids the query: then the only sign of an old copy is the count
-- of a replica's own signals.
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
-- A corrected clock, or another node's, steps back by less than this many seconds.
local MOST_BACK = 120
-- An answer is kept this long after its request ends, for a late claim or cancellation.
local TOMBSTONE = 120000
local ONE_DAY = 86400000

-- A ring is a hash: h holds the head second, the amounts of all buckets together and those of the head's bucket; b0 to b60 hold the amounts
-- of the seconds before it, where there were any. Most claims read and write only one field.
local function headOf(second, sums, own)
    local isKeptShort = isShort(sums) and isShort(own)
    return isKeptShort and pack('<ddddddd', second, sums[1], sums[2], sums[3], own[1], own[2], own[3])
        or pack('<d', second) .. whole(sums) .. whole(own)
end

local function ring(key)
    local h = call('HGET', key, 'h')
    if not h then
        return 0, none(), none()
    end
    local head, sums, own = (read('<d', h)), false, false
    if #h == 8 + 2 * SHORT_LENGTH then
        local _, s1, s2, s3, o1, o2, o3 = read('<ddddddd', h)
        sums, own = filled(s1, s2, s3), filled(o1, o2, o3)
    else
        local ends = (#h - 8) / 2 + 8
        sums, own = amount(string.sub(h, 9, ends)), amount(string.sub(h, ends + 1))
    end
    if clock < head - MOST_BACK then
        -- The clock was far ahead. Everything counts for another minute, rather than until the clock gets there again.
        head, own = clock, sums
        call('DEL', key)
        call('HSET', key, 'h', headOf(head, sums, own))
        call('PEXPIREAT', key, (head + BUCKETS + 1) * 1000)
    end
    return head, sums, own
end

-- The sums of a ring at a given second, and the fields that have expired by then: nil for none, true for all.
local function advance(key, second, head, sums)
    if second <= head then
        return sums, nil
    end
    if second - head >= BUCKETS then
        return none(), true
    end
    local over = {}
    for past = head - BUCKETS + 1, second - BUCKETS do
        over[#over + 1] = 'b' .. past % BUCKETS
    end
    for _, bucket in ipairs(call('HMGET', key, unpack(over))) do
        sums = bucket and minus(sums, amount(bucket)) or sums
    end
    return sums, over
end

-- Moves a ring to a second and counts in its bucket there. Takes the results of advance.
local function push(key, second, head, sums, own, over, more)
    if head < second then
        if over == true then
            call('DEL', key)
        else
            call('HDEL', key, unpack(over))
            if not isNone(own) then
                call('HSET', key, 'b' .. head % BUCKETS, packed(own))
            end
        end
        own = none()
    end
    call('HSET', key, 'h', headOf(second, plus(sums, more), plus(own, more)))
    if head < second then
        call('PEXPIREAT', key, (second + BUCKETS + 1) * 1000)
    end
end

-- Adds to the bucket of a second that has not expired.
local function amend(key, second, more)
    local head, sums, own = ring(key)
    if second > head or second <= head - BUCKETS then
        return
    end
    if second == head then
        own = plus(own, more)
    else
        local bucket = 'b' .. second % BUCKETS
        call('HSET', key, bucket, packed(plus(amount(call('HGET', key, bucket)), more)))
    end
    call('HSET', key, 'h', headOf(head, plus(sums, more), own))
end

-- Of four period starts in ARGV, returns the one current at a second and the one after it.
local function period(at, second)
    local running = at
    while running < at + 2 and tonumber(ARGV[running + 1]) <= second do
        running = running + 1
    end
    return ARGV[running], tonumber(ARGV[running + 1])
end

-- A reservation is a packed list: 1 state (live, done, orphan or void), 2 answer, 3 second of admission, 4 the amounts counted for it, 5
-- its certain usage, 6 the number of subjects, then the name, day, month and limits of each subject. An ended reservation is a tombstone
-- with only the first two.
local STATE, ANSWER, SECOND, RESERVED, FLOOR, SUBJECTS = 1, 2, 3, 4, 5, 6

-- Format 1 stored tokens and money as separate numbers, and the limits as doubles.
local function ofFormat1(found)
    local moved = { found[1], found[2], found[3], pack('<ddd', 0, found[4], found[5]), pack('<ddd', 0, found[6], found[7]), found[8] }
    for i = 9, #found do
        moved[i - 2] = (i - 8) % 4 ~= 0 and found[i] or read('<d', found[i]) == -2 and '\0' or '\1'
    end
    return moved
end

local function reservation(key)
    local kept = call('GET', key)
    local found = kept and cmsgpack.unpack(kept)
    return found and type(found[RESERVED]) == 'number' and ofFormat1(found) or found
end

-- Calls back with the name, day, month and limits of each subject.
local function each(found, visit)
    for at = SUBJECTS + 1, SUBJECTS + 4 * found[SUBJECTS], 4 do
        visit(found[at], found[at + 1], found[at + 2], found[at + 3])
    end
end

-- Adds to the amounts counted for a reservation, in the second and the periods of its admission where these are not over.
local function correct(found, more, requests)
    each(found, function(name, day, month, limits)
        local here = more
        if requests ~= 0 and counts(limits) then
            here = plus(more, none())
            here[REQUESTS] = here[REQUESTS] + requests
        end
        if isNone(here) then
            return
        end
        amend(prefix .. 'w:' .. name, found[SECOND], here)
        local key, ofDay, ofMonth = prefix .. 'b:' .. name, 'd' .. day, 'm' .. month
        local used = call('HMGET', key, ofDay, ofMonth)
        if used[1] and used[2] then
            call('HSET', key, ofDay, packed(plus(budget(used[1]), here)), ofMonth, packed(plus(budget(used[2]), here)))
        elseif used[2] then
            call('HSET', key, ofMonth, packed(plus(budget(used[2]), here)))
        elseif used[1] then
            call('HSET', key, ofDay, packed(plus(budget(used[1]), here)))
        end
    end)
    found[RESERVED] = packed(plus(amount(found[RESERVED]), more))
end

-- Gives back the concurrency places.
local function leave(found, id)
    call('ZREM', prefix .. 'rx', id)
    each(found, function(name)
        call('ZREM', prefix .. 'c:' .. name, id)
    end)
end
