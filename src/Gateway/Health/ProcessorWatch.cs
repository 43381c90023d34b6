using Gateway.Configuration.Loading;
using Gateway.Runtime;

namespace Gateway.Health;

/// <summary>
/// Signals when this process uses nearly all the available processor time: from 80 % until it falls below 60 % again. It looks once a
/// second, never on the request path, and not at all unless <c>streams.gather</c> is set.
/// </summary>
internal sealed class ProcessorWatch(IProcessorTime processor, BusySignal busy, ConfigStore config, TimeProvider time)
    : IHostedService, IDisposable
{
    private const double Busy = 0.80;
    private const double FreeAgain = 0.60;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private ITimer? _timer;
    private TimeSpan _used;
    private long _at;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        (_used, _at) = (processor.Used, time.GetTimestamp());
        _timer = time.CreateTimer(static watch => ((ProcessorWatch)watch!).Look(), this, Interval, Interval);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _timer?.Dispose();

    private void Look()
    {
        if (config.Current.Streams.Gather is null)
        {
            busy.IsBusy = false;
            return;
        }

        var (used, at) = (processor.Used, time.GetTimestamp());
        var share = (used - _used) / (time.GetElapsedTime(_at, at) * processor.Processors);
        (_used, _at) = (used, at);
        busy.IsBusy = share >= (busy.IsBusy ? FreeAgain : Busy);
    }
}
