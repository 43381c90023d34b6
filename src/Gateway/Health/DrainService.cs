using Gateway.Configuration.Loading;
using Gateway.Runtime;
using Microsoft.Extensions.Options;

namespace Gateway.Health;

/// <summary>
/// Stops the gateway without hurting anyone. It is not ready at once, and closed to new connections a second later. It ends when the
/// running answers have finished or their time is over, after half a second more for their last bytes.
/// </summary>
internal sealed partial class DrainService(
    DrainSignal drain, ConfigStore config, IOptions<HostOptions> host, IHostApplicationLifetime lifetime, TimeProvider time,
    ILogger<DrainService> logger)
    : IHostedLifecycleService
{
    /// <summary>Lets load balancers see the change before connections are refused.</summary>
    private static readonly TimeSpan Notice = TimeSpan.FromSeconds(1);

    /// <summary>Lets the last error events be written after the drain time.</summary>
    private static readonly TimeSpan LastWrites = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Lets the last bytes arrive. They are still in the system's buffers when the server has stopped, and when the process is all that a
    /// container runs, its network ends with it.
    /// </summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(500);

    // The host may be stopped twice, by a signal and by its owner; each wait happens once.
    private bool _gaveNotice;
    private bool _lingered;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        // Before any hosted service is stopped, and before the second of notice.
        lifetime.ApplicationStopping.Register(Begin);
        return Task.CompletedTask;
    }

    // A gateway told to end now gives no notice.
    public Task StoppingAsync(CancellationToken cancellationToken) =>
        Interlocked.Exchange(ref _gaveNotice, true) ? Task.CompletedTask : WaitAsync(Notice, drain.Over, cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // By now the server has stopped and every answer has ended.
    public Task StoppedAsync(CancellationToken cancellationToken) =>
        Interlocked.Exchange(ref _lingered, true) ? Task.CompletedTask : WaitAsync(Linger, CancellationToken.None, cancellationToken);

    private async Task WaitAsync(TimeSpan length, CancellationToken orUntil, CancellationToken hostsLimit)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(orUntil, hostsLimit);
        await Task.Delay(length, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Begin()
    {
        var limit = config.Current.DrainTimeout;
        // The host reads its own limit after this, so a reloaded drain time applies too.
        host.Value.ShutdownTimeout = Notice + limit + LastWrites;
        drain.Begin(Notice + limit, time);
        Log.Draining(logger, limit.TotalSeconds);
    }

    private static partial class Log
    {
        [LoggerMessage(
            1001, LogLevel.Information,
            "Stopping: not ready any more; running answers have {Seconds} s. A second signal ends them at once.")]
        public static partial void Draining(ILogger logger, double seconds);
    }
}
