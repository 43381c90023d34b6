using Gateway.Quotas.InMemory;
using StackExchange.Redis;

namespace Gateway.Quotas.Redis;

/// <summary>
/// The counters that all replicas share. Each call is one round trip of one script, so that it is atomic whatever others do, and
/// goes by Redis's clock. What happens while Redis cannot be reached is another's affair: here that is an exception.
/// </summary>
internal sealed class RedisQuotaStore(RedisScripting scripting, TimeProvider time) : IQuotaStore
{
    // A script stops the world: 64 renewals of four subjects take 0.5 ms of it, which is what others may have to wait.
    private const int RenewalsAtOnce = 64;
    private const int OrphansAtOnce = 25;
    private const int OrphansPerSweep = 100;

    private static readonly long Lease = (long)InMemoryQuotaStore.Lease.TotalMilliseconds;

    private readonly RedisKeys _keys = scripting.Keys;

    private long Second => time.GetUtcNow().ToUnixTimeSeconds();

    public async ValueTask<QuotaDecision> ReserveAsync(QuotaClaim claim, CancellationToken cancellationToken) =>
        (await ReserveSharedAsync(claim, scripting.Epoch)).Decision;

    /// <param name="claim">What is wanted.</param>
    /// <param name="epoch">The counters it is for, as the caller knows them.</param>
    public async ValueTask<SharedDecision> ReserveSharedAsync(QuotaClaim claim, string epoch)
    {
        var keys = new RedisKey[3 + 3 * claim.Subjects.Length];
        (keys[0], keys[1], keys[2]) = (_keys.Epoch, _keys.Reservation(claim.Id), _keys.Deadlines);
        _keys.Fill(keys, claim.Subjects);
        var result = await scripting.RunAsync(RedisScript.Reserve, keys, ReserveArguments.Of(in claim, epoch, Lease, Second));
        return RedisDecisions.Read((byte[])result!, claim.Subjects);
    }

    public async ValueTask<bool> ExtendAsync(string id, QuotaAmount more, CancellationToken cancellationToken) =>
        await scripting.RunAsync(
            RedisScript.Extend,
            [_keys.Epoch, _keys.Reservation(id)],
            [scripting.Epoch, Lease, more.Tokens, more.Nano]) is { } result && (int)result == 1;

    public ValueTask<bool> SettleAsync(string id, QuotaAmount used, CancellationToken cancellationToken) => SettleAsync(id, used, "end");

    /// <summary>For a settlement that could not be sent when it was due: it corrects what a sweep settled meanwhile.</summary>
    public ValueTask<bool> SettleLateAsync(string id, QuotaAmount used) => SettleAsync(id, used, "late");

    /// <summary>Takes back a claim whose answer never came, whether it was counted, is counted only now, or never arrives.</summary>
    public ValueTask<bool> VoidAsync(string id) => SettleAsync(id, default, "void");

    public async ValueTask<IReadOnlyList<string>> RenewAsync(IReadOnlyList<QuotaRenewal> running, CancellationToken cancellationToken)
    {
        List<string> gone = [];
        for (var from = 0; from < running.Count; from += RenewalsAtOnce)
        {
            var arguments = new RedisValue[2 + 3 * Math.Min(RenewalsAtOnce, running.Count - from)];
            (arguments[0], arguments[1]) = (scripting.Epoch, Lease);
            for (var i = 2; i < arguments.Length; i += 3)
            {
                var renewal = running[from + i / 3];
                (arguments[i], arguments[i + 1], arguments[i + 2]) = (renewal.Id, renewal.Used.Tokens, renewal.Used.Nano);
            }

            gone.AddRange((string[])(await scripting.RunAsync(RedisScript.Renew, [_keys.Epoch], arguments))!);
        }

        return gone;
    }

    public async ValueTask<IReadOnlyList<OrphanedReservation>> SweepAsync(CancellationToken cancellationToken)
    {
        List<OrphanedReservation> orphans = [];
        RedisValue[] found;
        do
        {
            found = (RedisValue[])(await scripting.RunAsync(RedisScript.Sweep, [_keys.Epoch], [scripting.Epoch, Lease, OrphansAtOnce]))!;
            for (var i = 0; i < found.Length; i += 3)
            {
                orphans.Add(new OrphanedReservation((string)found[i]!, new QuotaAmount((long)found[i + 1], (long)found[i + 2])));
            }
        }
        while (found.Length == 3 * OrphansAtOnce && orphans.Count < OrphansPerSweep);

        return orphans;
    }

    public async ValueTask<IReadOnlyList<QuotaUse>> PeekAsync(IReadOnlyList<QuotaSubject> subjects, CancellationToken cancellationToken)
    {
        var keys = new RedisKey[1 + 3 * subjects.Count];
        keys[0] = _keys.Epoch;
        _keys.Fill(keys, subjects);
        var result = await scripting.RunAsync(RedisScript.Peek, keys, ReserveArguments.ToPeek(subjects, scripting.Epoch, Lease, Second));
        var uses = new QuotaUse[subjects.Count];
        ReadUses((byte[])result!, subjects, uses);
        return uses;
    }

    private static void ReadUses(ReadOnlySpan<byte> answer, IReadOnlyList<QuotaSubject> subjects, QuotaUse[] uses)
    {
        var numbers = new RedisNumbers(answer);
        for (var i = 0; i < uses.Length; i++)
        {
            uses[i] = new QuotaUse
            {
                Subject = subjects[i],
                RequestsInMinute = numbers.Next(),
                TokensInMinute = numbers.Next(),
                Concurrent = numbers.Next(),
                InDay = new QuotaAmount(numbers.Next(), numbers.Next()),
                InMonth = new QuotaAmount(numbers.Next(), numbers.Next()),
            };
        }
    }

    private async ValueTask<bool> SettleAsync(string id, QuotaAmount used, string how)
    {
        var result = await scripting.RunAsync(
            RedisScript.Settle,
            [_keys.Epoch, _keys.Reservation(id)],
            [scripting.Epoch, Lease, used.Tokens, used.Nano, how]);
        return (int)result == 1;
    }
}
