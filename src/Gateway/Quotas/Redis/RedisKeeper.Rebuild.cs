using StackExchange.Redis;

namespace Gateway.Quotas.Redis;

/// <summary>Which counters are gone on with, and how they are made anew.</summary>
internal sealed partial class RedisKeeper
{
    // It may be another server than before. One that took over has the same counters; the one it took them from, should it come back as
    // it was, has them of an earlier term, and nobody takes it for this one. Whoever comes back later finds the new term.
    private async Task RaiseAsync()
    {
        if (!link.WasAway)
        {
            return;
        }

        var known = CountersName.Parse(scripting.Epoch);
        var next = (known with { Term = known.Term + 1 }).ToString();
        if (await scripting.TryRunAsync(RedisScript.Raise, [_keys.Epoch, _keys.Joined], [known.ToString(), 0, next]))
        {
            scripting.Epoch = next;
        }
    }

    // All replicas look, as at counters just made, before anyone claims from them.
    private async Task AgreeAsync()
    {
        var known = CountersName.Parse(scripting.Epoch);
        var next = (known with { Term = known.Term + 1, IsYoung = true }).ToString();
        await scripting.TryRunAsync(RedisScript.Raise, [_keys.Epoch, _keys.Joined], [known.ToString(), 0, next]);
        throw new CountersLostException();
    }

    // Each replica has a mirror of what it admitted, and adds that to the new counters. One of them makes the epoch. Nobody claims from
    // the counters before all have added theirs; what replicas had used that are gone by then comes from the ledger, at the first claim.
    private async Task RebuildAsync()
    {
        var known = CountersName.Parse(scripting.Epoch);
        var found = await scripting.FindAsync() ?? await BeginAsync(known);
        if (found is not { } counters)
        {
            return;
        }

        if (counters.Format > RedisFormat.Current)
        {
            throw new NewerCountersException(counters.Format);
        }

        if (counters.Format < RedisFormat.Current && !counters.IsOlderThan(known))
        {
            if (await scripting.UpgradeAsync(counters) is not { } upgraded)
            {
                return;
            }

            Log.Upgraded(logger, counters.Format, upgraded.Format);
            counters = upgraded;
        }

        var isSame = counters.Id == known.Id && counters.Term >= known.Term;
        if (isSame)
        {
            // The answer to a call that was made before, or others have opened them.
            scripting.Epoch = counters.ToString();
        }

        var isOlder = counters.IsOlderThan(known);
        if (!isSame && !isOlder)
        {
            own.StartOver(counters.ToString());
            _beats = 0;
        }

        var state = isOlder ? Counters.Copy : await BeatAsync();
        if (state == Counters.Copy)
        {
            await WaitOutAsync(known, counters);
            return;
        }

        _olderSince = 0;
        link.Synced();
        if (state == Counters.OfAnotherRun && !counters.IsYoung)
        {
            await AgreeAsync();
        }

        if (!counters.IsYoung || await JoinAsync(counters))
        {
            link.Found();
        }
    }

    private async Task<CountersName?> BeginAsync(CountersName known)
    {
        if (!await scripting.Database.StringSetAsync(_keys.RebuildLock, instance, RebuildTakes, When.NotExists))
        {
            return null;
        }

        await CreateAsync();
        if (known.Id.Length == 0)
        {
            Log.Begun(logger, instance);
        }
        else
        {
            Log.Rebuilt(logger, instance);
        }

        return await scripting.FindAsync();
    }

    private async Task CreateAsync()
    {
        var name = new CountersName(Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), 0, IsYoung: true);
        await scripting.CreateAsync(name);
    }

    private async Task<bool> JoinAsync(CountersName counters)
    {
        await own.Outbox.SendAsync();
        var (known, strangers) = (counters.Term == 0 ? CountsFor : LookWithin, strangersHave ?? LookWithin);
        var open = (counters with { IsYoung = false }).ToString();
        var isOpen = (int)await scripting.RunAsync(
            RedisScript.Join,
            [_keys.Epoch, _keys.Joined, _keys.Run],
            [scripting.Epoch, 0, instance, _knew, (long)known.TotalMilliseconds, (long)strangers.TotalMilliseconds, open]) == 1;
        if (isOpen)
        {
            scripting.Epoch = open;
        }

        return isOpen;
    }

    // What was counted since is not in there: to go on with it would admit all of that once more. Mostly it is a former master that has
    // come back, and is told soon that it is none any more. If it stays, it is all there is, and as good as empty.
    private async Task WaitOutAsync(CountersName known, CountersName older)
    {
        if (_olderSince == 0)
        {
            _olderSince = time.GetTimestamp();
            Log.Older(logger, older.ToString(), known.ToString());
        }

        if (mayBeAnother && time.GetElapsedTime(_olderSince) < (older.IsOlderThan(known) ? OlderIsKept : CopyIsKept))
        {
            await LookAroundAsync();
            return;
        }

        if (await scripting.Database.StringSetAsync(_keys.RebuildLock, instance, RebuildTakes, When.NotExists)
            && await scripting.FindAsync() == older)
        {
            await scripting.ForgetAsync();
            await CreateAsync();
            Log.Rebuilt(logger, instance);
        }
    }
}
