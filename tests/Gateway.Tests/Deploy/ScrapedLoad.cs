using Gateway.Tests.Hosting;

namespace Gateway.Tests.Deploy;

/// <summary>A Prometheus that scrapes a gateway at work, for as long as the tests that share it take.</summary>
public sealed class ScrapedLoad : IAsyncLifetime
{
    private ScrapedGateway _gateway = null!;
    private Load _load = null!;

    internal PrometheusServer Prometheus { get; private set; } = null!;

    internal Uri AdminUrl => _gateway.AdminUrl;

    public async ValueTask InitializeAsync()
    {
        PrometheusProgram.Require();
        _gateway = await ScrapedGateway.StartAsync();
        _load = new Load(_gateway.Url);
        Prometheus = await PrometheusServer.StartAsync(_gateway.AdminUrl);
        await UntilAsync(() => $"{_load.Rounds} rounds were done.", () => Task.FromResult(_load.Rounds >= 2));

        // A Redis that does not answer is part of a life, and the metrics tell of it.
        _gateway.Redis.Freeze();
        await UntilAsync(
            () => "Redis was frozen.", async () => (await Prometheus.QueryAsync("gateway_redis_failures_total > 0")).Count > 0);
        _gateway.Redis.Thaw();
    }

    /// <summary>Waits until each has what is asked of it, and names those that have not.</summary>
    /// <param name="all">What is to come true, and what it is called.</param>
    /// <param name="isThere">Whether it has.</param>
    internal async Task AllComeAsync<T>(IEnumerable<T> all, Func<T, Task<bool>> isThere)
    {
        var left = new Queue<T>(all);
        Assert.NotEmpty(left);
        // One after another, and those that had to wait are asked again behind the others.
        await UntilAsync(() => $"Left are {string.Join('\n', left)}", async () =>
        {
            var next = left.Dequeue();
            if (!await isThere(next))
            {
                left.Enqueue(next);
            }

            return left.Count == 0;
        });
    }

    private async Task UntilAsync(Func<string> soFar, Func<Task<bool>> isSo)
    {
        try
        {
            await WaitUntil.TrueAsync(async () => await _load.IsAliveAsync() && await isSo());
        }
        catch (Xunit.Sdk.XunitException e)
        {
            throw new Xunit.Sdk.XunitException(
                $"{e.Message} {soFar()}\nThe gateway said at last: {_gateway.Output[^Math.Min(4000, _gateway.Output.Length)..]}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_load is not null)
        {
            await _load.DisposeAsync();
        }

        if (Prometheus is not null)
        {
            await Prometheus.DisposeAsync();
        }

        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }
    }
}
