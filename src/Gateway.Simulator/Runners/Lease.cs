namespace Gateway.Simulator.Runners;

/// <summary>A loaded model and a place in it, or the name of the error for which there is none. Given back when the answer is over.</summary>
internal sealed class Lease(RunnerSet runners, Runner? runner, Turns? places) : IDisposable
{
    /// <summary>The name of the provider's error; null when all is well.</summary>
    public string? Refusal { get; init; }

    /// <summary>Whether others had the place before.</summary>
    public bool HadToWait { get; init; }

    /// <summary>The timestamp from which the answer is worked on.</summary>
    public long Since { get; init; }

    public Runner? Runner => runner;

    public void Dispose()
    {
        places?.Leave();
        if (runner is not null)
        {
            runners.Leave(runner);
        }
    }
}
