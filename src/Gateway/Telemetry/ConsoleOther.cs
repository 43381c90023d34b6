using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Gateway.Telemetry;

/// <summary>A form that .NET renders: <c>systemd</c>, or any with scopes, several lines or indents.</summary>
internal sealed class ConsoleOther(ConsoleFormatter formatter) : ConsoleForm
{
    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopes, LineBuffer line)
    {
        using var writer = new StringWriter();
        formatter.Write(entry, scopes, writer);
        foreach (var piece in writer.GetStringBuilder().GetChunks())
        {
            line.Add(piece.Span);
        }
    }
}
