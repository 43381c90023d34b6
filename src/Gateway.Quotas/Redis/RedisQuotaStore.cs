using System.Globalization;
using Gateway.Quotas.InMemory;
using StackExchange.Redis;

namespace Gateway.Quotas.Redis;

/// <summary>
/// The counters that all replicas share. Each call is one round trip for one script, so it is atomic, and it uses Redis's clock. This class
/// throws when Redis cannot be reached; its callers handle that.
/// </summary>
internal sealed class RedisQuotaStore(RedisScripting scripting, TimeProvider time, bool hasLedger = false) : IQuotaStore
{
    // A script blocks everyone else: 64 renewals of four subjects take 0.5 ms, which is as long as others may have to wait.
    private const int RenewalsAtOnce = 64;
    private const int OrphansPerSweep = 100;

    // In milliseconds; slightly less than the time between two comparisons with the ledger.
    private const int CorrectedFor = 50_000;

    private static readonly long Lease = (long)InMemoryQuotaStore.Lease.TotalMilliseconds;

    private readonly RedisKeys _keys = scripting.Keys;

    private long Second => time.GetUtcNow().ToUnixTimeSeconds();

    public async ValueTask<QuotaDecision> ReserveAsync(QuotaClaim claim, CancellationToken cancellationToken) =>
        (await ReserveSharedAsync(claim, scripting.Epoch)).Decision;

    /// <param name="claim">The claim.</param>
    /// <param name="epoch">The counters it is meant for, as the caller knows them.</param>
    public async ValueTask<SharedDecision> ReserveSharedAsync(QuotaClaim claim, string epoch)
    {
        var keys = _keys.With(claim.Subjects, _keys.Epoch, _keys.Reservation(claim.Id), _keys.Deadlines);
        var result = await scripting.RunAsync(RedisScript.Reserve, keys, ReserveArguments.Of(in claim, epoch, Lease, Second, hasLedger));
        return RedisDecisions.Read((byte[])result!, claim.Subjects);
    }

    public ValueTask<bool> ExtendAsync(string id, QuotaAmount more, CancellationToken cancellationToken) =>
        ExtendAsync(id, more, subjects: null);

    /// <param name="id">The reservation.</param>
    /// <param name="more">The amount to add.</param>
    /// <param name="subjects">The subjects of its claim, where known.</param>
    /// <param name="isHeld">True when the amount was set aside for this replica, so that no limit can refuse it.</param>
    public async ValueTask<bool> ExtendAsync(string id, QuotaAmount more, QuotaSubject[]? subjects, bool isHeld = false)
    {
        var keys = _keys.With(subjects, _keys.Epoch, _keys.Reservation(id));
        return (int)await scripting.RunAsync(
            RedisScript.Extend, keys, [scripting.Epoch, Lease, RedisFormat.Of(more), isHeld ? "held" : ""]) == 1;
    }

    public async ValueTask<bool> SettleAsync(string id, QuotaAmount used, CancellationToken cancellationToken) =>
        await SettleAsync(id, used, subjects: null, "end") is not null;

    /// <summary>
    /// Settles a request that is known to have run until now, even if a sweep treated it as an orphan. It needs the subjects of the claim,
    /// in order to name all keys: otherwise a slot migration in a Cluster could tear the script apart.
    /// </summary>
    public async ValueTask<bool> SettleLateAsync(string id, QuotaAmount used, QuotaSubject[] subjects) =>
        await SettleAsync(id, used, subjects, "late") is not null;

    /// <summary>Takes back a claim whose answer never came, whether it was counted, is only counted now, or never arrives.</summary>
    public async ValueTask<bool> VoidAsync(string id, QuotaSubject[] subjects) =>
        await SettleAsync(id, default, subjects, "void") is not null;

    public ValueTask<IReadOnlyList<string>> RenewAsync(IReadOnlyList<QuotaRenewal> running, CancellationToken cancellationToken) =>
        RenewAsync(running, static _ => null);

    public async ValueTask<IReadOnlyList<string>> RenewAsync(IReadOnlyList<QuotaRenewal> running, Func<string, QuotaSubject[]?> subjectsOf)
    {
        List<string> gone = [];
        for (var from = 0; from < running.Count; from += RenewalsAtOnce)
        {
            List<RedisKey> keys = [_keys.Epoch, _keys.Deadlines];
            List<RedisValue> arguments = [scripting.Epoch, Lease];
            for (var i = from; i < Math.Min(from + RenewalsAtOnce, running.Count); i++)
            {
                var (id, used) = running[i];
                _keys.AddPlaces(keys, id, subjectsOf(id));
                arguments.AddRange([id, RedisFormat.Of(used)]);
            }

            gone.AddRange((string[])(await scripting.RunAsync(RedisScript.Renew, [.. keys], [.. arguments]))!);
        }

        return gone;
    }

    public async ValueTask<IReadOnlyList<OrphanedReservation>> SweepAsync(CancellationToken cancellationToken)
    {
        List<OrphanedReservation> orphans = [];
        var result = await scripting.RunAsync(
            RedisScript.Overdue, [_keys.Epoch, _keys.Deadlines], [scripting.Epoch, Lease, OrphansPerSweep]);
        var overdue = (string[])result!;
        for (var at = 0; at < overdue.Length;)
        {
            var (id, count) = (overdue[at], int.Parse(overdue[at + 1], CultureInfo.InvariantCulture));
            var subjects = overdue.AsSpan(at + 2, count).ToArray();
            at += 2 + count;
            if (await SettleAsync(
                id, default, [.. subjects.Select(s => new QuotaSubject(s, QuotaLimits.None, QuotaCalendar.Utc))], "orphan") is { } used)
            {
                orphans.Add(new OrphanedReservation(id, used, subjects));
            }
        }

        return orphans;
    }

    public async ValueTask<IReadOnlyList<QuotaUse>> PeekAsync(IReadOnlyList<QuotaSubject> subjects, CancellationToken cancellationToken)
    {
        var keys = _keys.With(subjects, _keys.Epoch);
        var result = await scripting.RunAsync(RedisScript.Peek, keys, ReserveArguments.ToPeek(subjects, scripting.Epoch, Lease, Second));
        var uses = new QuotaUse[subjects.Count];
        ReadUses((byte[])result!, subjects, uses);
        return uses;
    }

    /// <summary>Sets shares of limits aside for one replica.</summary>
    /// <param name="requests">The amounts it holds and wants.</param>
    /// <param name="instance">The replica's name.</param>
    /// <param name="keep">True when what it holds was set aside in counters that were lost.</param>
    /// <param name="number">A number greater than that of the previous message.</param>
    /// <returns>The amount now set aside for each.</returns>
    public async ValueTask<QuotaAmount[]> LeaseAsync(LeaseRequest[] requests, string instance, bool keep, long number)
    {
        var keys = _keys.With([.. requests.Select(static r => r.Subject)], _keys.Epoch);
        var result = await scripting.RunAsync(
            RedisScript.Lease, keys, ReserveArguments.ToLease(requests, scripting.Epoch, instance, keep, number, Lease, Second));
        return Read((byte[])result!, requests.Length);

        static QuotaAmount[] Read(ReadOnlySpan<byte> answer, int count)
        {
            var numbers = new RedisNumbers(answer);
            var amounts = new QuotaAmount[count];
            for (var i = 0; i < count; i++)
            {
                amounts[i] = numbers.NextAmount();
            }

            return amounts;
        }
    }

    public async ValueTask<bool> OpenAsync(QuotaCorrection opening, CancellationToken cancellationToken)
    {
        return (int)await scripting.RunAsync(
            RedisScript.Open,
            [_keys.Epoch, _keys.Budget(opening.Subject.Id)],
            [scripting.Epoch, Lease, opening.Day, RedisFormat.Of(opening.InDay), opening.Month, RedisFormat.Of(opening.InMonth)]) == 1;
    }

    public async ValueTask<bool> CorrectAsync(QuotaCorrection correction, CancellationToken cancellationToken)
    {
        var subject = correction.Subject.Id;
        return (int)await scripting.RunAsync(
            RedisScript.Correct,
            [_keys.Epoch, _keys.Corrected(subject), _keys.Budget(subject)],
            [
                scripting.Epoch, Lease, CorrectedFor,
                correction.Day, RedisFormat.Of(correction.InDay), correction.Month, RedisFormat.Of(correction.InMonth),
            ]) == 1;
    }

    private static void ReadUses(ReadOnlySpan<byte> answer, IReadOnlyList<QuotaSubject> subjects, QuotaUse[] uses)
    {
        var numbers = new RedisNumbers(answer);
        for (var i = 0; i < uses.Length; i++)
        {
            uses[i] = new QuotaUse
            {
                Subject = subjects[i],
                InMinute = numbers.NextAmount(),
                Concurrent = numbers.Next(),
                InDay = numbers.NextAmount(),
                InMonth = numbers.NextAmount(),
            };
        }
    }

    private async ValueTask<QuotaAmount?> SettleAsync(string id, QuotaAmount used, IReadOnlyList<QuotaSubject>? subjects, string how)
    {
        var keys = _keys.With(subjects, _keys.Epoch, _keys.Reservation(id), _keys.Deadlines);
        var result = await scripting.RunAsync(RedisScript.Settle, keys, [scripting.Epoch, Lease, RedisFormat.Of(used), how]);
        return Read((byte[])result!);

        static QuotaAmount? Read(ReadOnlySpan<byte> answer)
        {
            var numbers = new RedisNumbers(answer);
            return numbers.Next() == 1 ? numbers.NextAmount() : null;
        }
    }
}
