using System.Buffers;
using System.Text;

namespace Gateway.Simulator.Streaming;

/// <summary>Writes server-sent events, with the line ends, comments and write sizes of the script.</summary>
internal sealed class EventStream(IByteSink sink, ModelScript script)
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly string _lineEnd = script.Crlf ? "\r\n" : "\n";

    public Task DataAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => SendAsync("data: ", data, cancellationToken);

    public Task DataAsync(string data, CancellationToken cancellationToken) =>
        DataAsync(Encoding.UTF8.GetBytes(data), cancellationToken);

    public Task NamedAsync(string name, string data, CancellationToken cancellationToken) =>
        SendAsync($"event: {name}{_lineEnd}data: ", Encoding.UTF8.GetBytes(data), cancellationToken);

    /// <summary>Writes a line as it is, which is no event.</summary>
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

    private void Append(string text) => Encoding.UTF8.GetBytes(text, _bytes);
}
