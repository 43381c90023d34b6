using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Hosting;

/// <summary>Keeps every line that is logged.</summary>
internal sealed class CapturedLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();
    private volatile TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<string> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _lines.Enqueue($"{logLevel} {eventId.Id} {formatter(state, exception)} {exception}");
        Interlocked.Exchange(ref _more, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    /// <summary>The first line that holds a text, or a later one, whenever it comes.</summary>
    public async Task<string> WaitForAsync(string text, int nth = 1)
    {
        while (true)
        {
            var more = _more.Task;
            if (_lines.Where(l => l.Contains(text, StringComparison.Ordinal)).ElementAtOrDefault(nth - 1) is { } line)
            {
                return line;
            }

            await more.WaitAsync(TimeSpan.FromSeconds(20));
        }
    }

    public void Dispose()
    {
    }
}
