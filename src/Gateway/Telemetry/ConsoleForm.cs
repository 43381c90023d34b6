using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Telemetry;

/// <summary>The form of a line on the console.</summary>
internal abstract class ConsoleForm
{
    /// <summary>Renders a line with its line end; writes nothing if there is no text.</summary>
    public abstract void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopes, LineBuffer line);
}
