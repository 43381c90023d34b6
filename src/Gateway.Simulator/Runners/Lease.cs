namespace Gateway.Simulator.Runners;

/// <summary>A place in a loaded model, or the name of the error when there is none. It is given back when the answer is over.</summary>
internal sealed class Lease(RunnerSet runners, Runner? runner, Turns? places) : IDisposable
{
    /// <summary>The name of the provider's error; null when there is none.</summary>
    public string? Refusal { get; init; }

    /// <summary>True when others had the place before.</summary>
    public bool HadToWait { get; init; }

    /// <summary>The timestamp at which work on the answer begins.</summary>
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
