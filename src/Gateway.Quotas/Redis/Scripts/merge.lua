-- Adds what one replica admitted without these counters.
-- KEYS: epoch, the replica's marker, then for each subject its ring (w) and budgets (b).
-- ARGV: epoch, lease, number of this message, the replica's second, then one text for each subject: day and its amounts, month and its
-- amounts, and second and amounts of each bucket.
-- Answer: 1, or 0 for a message that came before.
local number = tonumber(ARGV[3])
if number <= tonumber(call('GET', KEYS[2]) or 0) then
    return '0'
end

local shift = clock - tonumber(ARGV[4])
for i = 1, (#KEYS - 2) / 2 do
    local numbers = {}
    for number in string.gmatch(ARGV[4 + i], '%S+') do
        numbers[#numbers + 1] = tonumber(number)
    end
    local function amountAt(at)
        return { unpack(numbers, at + 1, at + METERS) }
    end

    local key = KEYS[1 + 2 * i]
    local head, sums, own = ring(key)
    local second = math.max(clock, head)
    local sumsNow, over = advance(key, second, head, sums)
    push(key, second, head, sumsNow, own, over, none())
    for at = 2 * METERS + 3, #numbers, METERS + 1 do
        -- Clocks give whole seconds: a second by the replica's clock may begin in the next one here, and must not expire too soon.
        amend(key, math.min(second, numbers[at] + shift + 1), amountAt(at))
    end

    key = KEYS[2 + 2 * i]
    for at, letter in pairs({ 'd', [METERS + 2] = 'm' }) do
        local field = letter .. text(numbers[at])
        call('HSET', key, field, packed(plus(budget(call('HGET', key, field)), amountAt(at))))
    end
    call('PEXPIRE', key, 40 * ONE_DAY)
end

call('SET', KEYS[2], text(number), 'PX', ONE_DAY)
return '1'
