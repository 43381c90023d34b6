using System.Net;
using System.Net.Http.Headers;
using Gateway.Requests;
using Gateway.Wire.Bytes;

namespace Gateway.Attempts;

/// <summary>The buffered body with an attempt's edits. Written in slices around the edits, so that the body is never copied.</summary>
internal sealed class PooledBodyContent : HttpContent
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly RequestBuffer _body;
    private readonly ByteEdits _edits;

    public PooledBodyContent(RequestBuffer body, ByteEdits edits)
    {
        _body = body;
        _edits = edits;
        Headers.ContentType = Json;
    }

    public RequestBuffer Body => _body;

    public ByteEdits Edits => _edits;

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // The answer may be committed and the request release its body while a slow connection is still reading it.
        _body.Hold();
        try
        {
            var from = 0;
            // Sorted once: a long history may need thousands of edits.
            _ = _edits.InOrder;
            for (var i = 0; i < _edits.Count; i++)
            {
                var edit = _edits[i];
                await stream.WriteAsync(_body.Memory[from..edit.Start], cancellationToken);
                await stream.WriteAsync(edit.Replacement, cancellationToken);
                from = edit.Start + edit.Length;
            }

            await stream.WriteAsync(_body.Memory[from..], cancellationToken);
        }
        finally
        {
            _body.Release();
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override bool TryComputeLength(out long length)
    {
        length = _edits.LengthAfter(_body.Length);
        return true;
    }
}
