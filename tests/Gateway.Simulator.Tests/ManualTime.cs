namespace Gateway.Simulator.Tests;

/// <summary>A clock that a test moves by hand; its timers are the system's.</summary>
internal sealed class ManualTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch.AddYears(56);

    public override DateTimeOffset GetUtcNow() => Now;
}
