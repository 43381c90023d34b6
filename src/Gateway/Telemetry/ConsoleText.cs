using System.Buffers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Gateway.Telemetry;

/// <summary>Writes each line as words, as .NET's <c>simple</c> form does.</summary>
/// <param name="options">The options of that form. Scopes and several lines are not supported.</param>
/// <param name="time">The clock.</param>
/// <param name="isColored">True to color the levels for a terminal.</param>
internal sealed class ConsoleText(SimpleConsoleFormatterOptions options, TimeProvider time, bool isColored) : ConsoleForm
{
    // What ends a line, or moves the cursor of a terminal. A tab does neither.
    private static readonly SearchValues<char> Controls = SearchValues.Create(
        string.Concat(Enumerable.Range(0, 0xA0).Select(static c => (char)c).Where(static c => char.IsControl(c) && c != '\t')));

    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopes, LineBuffer line)
    {
        var message = entry.Formatter(entry.State, entry.Exception);
        if (message is null && entry.Exception is null)
        {
            return;
        }

        if (options.TimestampFormat is { } format)
        {
            line.Add(options.UseUtcTimestamp ? time.GetUtcNow() : time.GetLocalNow(), format);
        }

        AddLevel(entry.LogLevel, line);
        line.Add(": "u8);
        line.Add(entry.Category.AsSpan());
        line.Add("["u8);
        line.Add(entry.EventId.Id);
        line.Add("]"u8);
        AddOnThisLine(message, line);
        AddOnThisLine(entry.Exception?.ToString(), line);
        line.Add("\n"u8);
    }

    private static void AddOnThisLine(ReadOnlySpan<char> text, LineBuffer line)
    {
        if (text.IsEmpty)
        {
            return;
        }

        line.Add(" "u8);
        for (int at; (at = text.IndexOfAny(Controls)) >= 0; text = text[(at + 1)..])
        {
            line.Add(text[..at]);
            line.Add(" "u8);
        }

        line.Add(text);
    }

    private void AddLevel(LogLevel level, LineBuffer line)
    {
        if (isColored)
        {
            line.Add(ColorOf(level));
        }

        line.Add(WordOf(level));
        if (isColored)
        {
            // The usual foreground and background again.
            line.Add("\e[39m\e[22m\e[49m"u8);
        }
    }

    private static ReadOnlySpan<byte> WordOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce"u8,
        LogLevel.Debug => "dbug"u8,
        LogLevel.Information => "info"u8,
        LogLevel.Warning => "warn"u8,
        LogLevel.Error => "fail"u8,
        LogLevel.Critical => "crit"u8,
        LogLevel.None or _ => throw new ArgumentOutOfRangeException(nameof(level)),
    };

    private static ReadOnlySpan<byte> ColorOf(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "\e[40m\e[37m"u8,
        LogLevel.Information => "\e[40m\e[32m"u8,
        LogLevel.Warning => "\e[40m\e[1m\e[33m"u8,
        LogLevel.Error => "\e[41m\e[30m"u8,
        LogLevel.Critical => "\e[41m\e[1m\e[37m"u8,
        LogLevel.None or _ => throw new ArgumentOutOfRangeException(nameof(level)),
    };
}
