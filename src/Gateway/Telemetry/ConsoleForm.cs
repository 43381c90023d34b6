using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Telemetry;

/// <summary>The form of a line on the console.</summary>
internal abstract class ConsoleForm
{
    /// <summary>Renders a line with its end; nothing if there is nothing to say.</summary>
    public abstract void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopes, LineBuffer line);
}
