namespace Gateway.Routing.Candidates;

/// <summary>The one request that tests whether a long pause still applies.</summary>
public sealed class PauseProbe
{
    private readonly PauseClock _clock;
    private readonly PauseClock.Pause _pause;

    internal PauseProbe(PauseClock clock, PauseClock.Pause pause) => (_clock, _pause) = (clock, pause);

    /// <summary>
    /// Ends the pause: the request was answered, well or badly. If the backend asks for another pause, it begins after this.
    /// </summary>
    public void Over() => _clock.Over(_pause);

    /// <summary>
    /// Gives up: nobody waits for the answer any more, so the next request makes the test. Does nothing once the probe is over.
    /// </summary>
    public void GiveBack() => _clock.NotAsked(_pause);
}
