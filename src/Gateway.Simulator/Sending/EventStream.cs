using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Sending;

/// <summary>Writes server-sent events with the script's line ends, comments and write sizes.</summary>
internal sealed class EventStream(IByteSink sink, ModelScript script)
{
    private static readonly JsonSerializerOptions s_indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly string _lineEnd = script.Crlf ? "\r\n" : script.Cr ? "\r" : "\n";

    public Task DataAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        SendAsync("data: ", script.SplitData && data.Span[0] == '{' ? Spread(data) : data, cancellationToken);

    public Task DataAsync(string data, CancellationToken cancellationToken) =>
        DataAsync(Encoding.UTF8.GetBytes(data), cancellationToken);

    public Task NamedAsync(string name, string data, CancellationToken cancellationToken) =>
        SendAsync($"event: {name}{_lineEnd}data: ", Encoding.UTF8.GetBytes(data), cancellationToken);

    /// <summary>Writes a line as it is. It is not an event.</summary>
    public Task BareAsync(string line, CancellationToken cancellationToken) =>
        SendAsync("", Encoding.UTF8.GetBytes(line), cancellationToken);

    public Task CommentAsync(CancellationToken cancellationToken) => BareAsync($": {script.CommentText}", cancellationToken);

    public Task DoneAsync(CancellationToken cancellationToken) => DataAsync("[DONE]", cancellationToken);

    private async Task SendAsync(string prefix, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        _bytes.ResetWrittenCount();
        if (script.Comments)
        {
            Append($": {script.CommentText}{_lineEnd}{_lineEnd}");
        }
        if (script.NullEvents)
        {
            Append($"data: null{_lineEnd}{_lineEnd}data:{_lineEnd}{_lineEnd}");
        }
        Append(prefix);
        _bytes.Write(data.Span);
        Append(_lineEnd + _lineEnd);
        var rest = _bytes.WrittenMemory;
        while (rest.Length > 0)
        {
            var size = Math.Min(script.WriteSize ?? rest.Length, rest.Length);
            await sink.WriteAsync(rest[..size], cancellationToken);
            rest = rest[size..];
        }
    }

    // Breaks the line wherever JSON allows it, which is where an indented text has line ends.
    private byte[] Spread(ReadOnlyMemory<byte> data)
    {
        var lines = JsonNode.Parse(data.Span)!.ToJsonString(s_indented).ReplaceLineEndings("\n");
        return Encoding.UTF8.GetBytes(lines.Replace("\n", _lineEnd + "data: ", StringComparison.Ordinal));
    }

    private void Append(string text) => Encoding.UTF8.GetBytes(text, _bytes);
}
