using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Gateway.Telemetry;

/// <summary>Writes each line as a JSON object, with the members of .NET's <c>json</c> form.</summary>
/// <param name="options">The options of that form. Scopes are not supported.</param>
/// <param name="time">The clock.</param>
internal sealed class ConsoleJson(JsonConsoleFormatterOptions options, TimeProvider time) : ConsoleForm
{
    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopes, LineBuffer line)
    {
        var message = entry.Formatter(entry.State, entry.Exception);
        if (message is null && entry.Exception is null)
        {
            return;
        }

        var json = line.Json(options.JsonWriterOptions);
        json.WriteStartObject();
        if (options.TimestampFormat is { } format)
        {
            WriteTime(json, format);
        }

        json.WriteNumber("EventId"u8, entry.EventId.Id);
        json.WriteString("LogLevel"u8, NameOf(entry.LogLevel));
        json.WriteString("Category"u8, entry.Category);
        json.WriteString("Message"u8, message);
        if (entry.Exception is { } exception)
        {
            json.WriteString("Exception"u8, exception.ToString());
        }

        if (entry.State is { } state)
        {
            WriteState(json, state, message);
        }

        json.WriteEndObject();
        json.Flush();
        line.Add("\n"u8);
    }

    private static void WriteState<TState>(Utf8JsonWriter json, TState state, string? message)
    {
        json.WriteStartObject("State"u8);
        if (state is IReadOnlyList<KeyValuePair<string, object?>> fields)
        {
            // By index: an enumerator would allocate an object for each line.
            for (var i = 0; i < fields.Count; i++)
            {
                WriteField(json, fields[i].Key, fields[i].Value);
            }
        }
        else if (state!.ToString() is var own && own != message)
        {
            json.WriteString("Message"u8, own);
        }

        json.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter json, string key, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNull(key);
                break;
            case string text:
                json.WriteString(key, text);
                break;
            case bool yes:
                json.WriteBoolean(key, yes);
                break;
            case int or short or sbyte or byte or ushort:
                json.WriteNumber(key, Convert.ToInt32(value, CultureInfo.InvariantCulture));
                break;
            case uint or long:
                json.WriteNumber(key, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case ulong number:
                json.WriteNumber(key, number);
                break;
            case decimal number:
                json.WriteNumber(key, number);
                break;
            // JSON has no word for infinite numbers and those that are none.
            case double number when double.IsFinite(number):
                json.WriteNumber(key, number);
                break;
            case float number when float.IsFinite(number):
                json.WriteNumber(key, number);
                break;
            default:
                json.WriteString(key, Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private void WriteTime(Utf8JsonWriter json, string format)
    {
        var now = options.UseUtcTimestamp ? time.GetUtcNow() : time.GetLocalNow();
        Span<byte> text = stackalloc byte[64];
        if (now.TryFormat(text, out var length, format, CultureInfo.InvariantCulture))
        {
            json.WriteString("Timestamp"u8, text[..length]);
        }
        else
        {
            json.WriteString("Timestamp"u8, now.ToString(format, CultureInfo.InvariantCulture));
        }
    }

    private static ReadOnlySpan<byte> NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "Trace"u8,
        LogLevel.Debug => "Debug"u8,
        LogLevel.Information => "Information"u8,
        LogLevel.Warning => "Warning"u8,
        LogLevel.Error => "Error"u8,
        LogLevel.Critical => "Critical"u8,
        LogLevel.None or _ => throw new ArgumentOutOfRangeException(nameof(level)),
    };
}
