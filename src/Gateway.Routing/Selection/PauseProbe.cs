namespace Gateway.Routing.Selection;

/// <summary>The one request that finds out whether a long pause still holds.</summary>
public sealed class PauseProbe
{
    private readonly PauseClock _clock;
    private readonly PauseClock.Pause _pause;

    internal PauseProbe(PauseClock clock, PauseClock.Pause pause) => (_clock, _pause) = (clock, pause);

    /// <summary>It was answered, well or badly. If the backend asked for another pause, that begins after this.</summary>
    public void Over() => _clock.Over(_pause);

    /// <summary>Nobody waits for its answer any more, so the next request finds out. Does nothing when it is over.</summary>
    public void GiveBack() => _clock.NotAsked(_pause);
}
