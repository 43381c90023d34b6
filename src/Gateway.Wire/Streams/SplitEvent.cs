using System.Buffers;
using Gateway.Wire.Answers;
using Gateway.Wire.Bytes;

namespace Gateway.Wire.Streams;

/// <summary>
/// Splits an event whose delta holds both reasoning and content into two: one known client drops the content of such an event.
/// </summary>
internal sealed class SplitEvent
{
    private static readonly byte[] Null = "null"u8.ToArray();

    private readonly ByteEdits _first = new();

    /// <summary>Writes the reasoning alone, then the rest with the finish reason, if any.</summary>
    /// <param name="line">The line, which ends with the payload.</param>
    /// <param name="payload">The event.</param>
    /// <param name="mixed">The parts and where each goes.</param>
    /// <param name="edits">The edits it needs anyway; those of its second part are added.</param>
    /// <param name="output">Receives both.</param>
    public void Write(ReadOnlySpan<byte> line, ReadOnlySpan<byte> payload, in MixedDelta mixed, ByteEdits edits, IBufferWriter<byte> output)
    {
        _first.Clear();
        foreach (ref readonly var edit in edits.InOrder)
        {
            if (edit.Start != mixed.FinishReason.Start)
            {
                _first.Replace(edit.Start, edit.Length, edit.Replacement);
            }
        }

        _first.ReplaceAnew(mixed.Content.Start, mixed.Content.Length, mixed.First);
        if (!mixed.FinishReason.IsAbsent)
        {
            _first.Replace(mixed.FinishReason.Start, mixed.FinishReason.Length, Null);
        }

        mixed.RemoveReasoning(edits);
        output.Write(line[..^payload.Length]);
        _first.Apply(payload, output);
        output.Write("\n\n"u8);
        output.Write(line[..^payload.Length]);
        edits.Apply(payload, output);
        output.Write("\n"u8);
    }
}
