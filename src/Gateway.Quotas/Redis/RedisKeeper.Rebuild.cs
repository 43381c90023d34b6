using StackExchange.Redis;

namespace Gateway.Quotas.Redis;

/// <summary>Decides which counters to continue with, and rebuilds lost ones.</summary>
internal sealed partial class RedisKeeper
{
    // The server may have changed. One that took over has the same counters. The former one, if it returns in its old state, has an earlier
    // term and is not mistaken for this one. A replica that returns later finds the new term.
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

    // All replicas check, as they do for newly created counters, before anyone claims from them.
    private async Task AgreeAsync()
    {
        var known = CountersName.Parse(scripting.Epoch);
        var next = (known with { Term = known.Term + 1, IsYoung = true }).ToString();
        await scripting.TryRunAsync(RedisScript.Raise, [_keys.Epoch, _keys.Joined], [known.ToString(), 0, next]);
        throw new CountersLostException();
    }

    // Each replica mirrors what it admitted and adds that to the new counters. One of them creates the epoch. Nobody claims from the
    // counters before all have added theirs. The usage of replicas that are gone by then comes from the ledger, at the first claim.
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
            // This answers an earlier call of ours, or others have opened the counters.
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

    // These counters lack everything counted since; continuing with them would admit all of it again. Usually the server is a former master
    // that has come back and will soon be demoted. If it stays, it is all there is, and as good as empty.
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
