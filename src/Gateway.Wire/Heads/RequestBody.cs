using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Gateway.Wire.Bytes;

namespace Gateway.Wire.Heads;

/// <summary>Defines how the body sent on differs from the body received. Everything not named here passes byte for byte.</summary>
internal static class RequestBody
{
    private static readonly byte[] IncludeUsageMember = ",\"stream_options\":{\"include_usage\":true}"u8.ToArray();
    private static readonly byte[] IncludeUsageObject = "{\"include_usage\":true}"u8.ToArray();
    private static readonly byte[] IncludeUsageFirst = "\"include_usage\":true,"u8.ToArray();
    private static readonly byte[] IncludeUsageOnly = "\"include_usage\":true"u8.ToArray();
    private static readonly byte[] MaxTokensName = "\"max_tokens\":"u8.ToArray();

    private const HeadKeys Limits = HeadKeys.MaxTokens | HeadKeys.MaxCompletionTokens;

    private const HeadKeys WholeNumbers = HeadKeys.MaxTokens | HeadKeys.MaxCompletionTokens | HeadKeys.MaxOutputTokens | HeadKeys.N
        | HeadKeys.Seed | HeadKeys.TopK | HeadKeys.TopLogprobs | HeadKeys.ThinkingBudget;

    private static readonly byte[] True = "true"u8.ToArray();

    /// <summary>
    /// Asks for the usage chunk, whatever the client said about it; the answer's tap removes it again if the client did not ask.
    /// </summary>
    public static void AskForUsage(ReadOnlySpan<byte> body, RequestHead head, ByteEdits edits)
    {
        if (!head.Stream || head.IncludeUsage)
        {
            return;
        }

        if (head.StreamOptions.IsAbsent)
        {
            // An accepted body has at least model and messages, so a comma is needed.
            edits.Insert(head.End, IncludeUsageMember);
        }
        else if (body[head.StreamOptions.Start] == (byte)'n')
        {
            edits.Replace(head.StreamOptions.Start, head.StreamOptions.Length, IncludeUsageObject);
        }
        else if (!head.IncludeUsageValue.IsAbsent)
        {
            edits.Replace(head.IncludeUsageValue.Start, head.IncludeUsageValue.Length, True);
        }
        else
        {
            var inside = head.StreamOptions.Start + 1;
            var next = body[inside..].IndexOfAnyExcept(" \t\r\n"u8);
            edits.Insert(inside, body[inside + next] == (byte)'}' ? IncludeUsageOnly : IncludeUsageFirst);
        }
    }

    /// <summary>Limits the answer of a request whose client names no limit, or uses a name the backend does not read.</summary>
    /// <param name="body">A body that was accepted.</param>
    /// <param name="head">Its head.</param>
    /// <param name="name">The limit's name with quotes.</param>
    /// <param name="tokens">The limit.</param>
    /// <param name="edits">Receives the edits.</param>
    public static void LimitAnswer(ReadOnlySpan<byte> body, RequestHead head, ReadOnlySpan<byte> name, long tokens, ByteEdits edits)
    {
        foreach (var member in CollectionsMarshal.AsSpan(head.Members))
        {
            // A null limit sets none, but would stand beside it under the same name.
            if ((member.Key & Limits) != 0 && !edits.Cover(member.Start))
            {
                edits.RemoveMember(body, member.Start, member.End);
            }
        }

        var digits = Encoding.ASCII.GetBytes(tokens.ToString(CultureInfo.InvariantCulture));
        edits.Insert(head.End, (byte[])[(byte)',', .. name, (byte)':', .. digits]);
    }

    /// <summary>Removes limits of 0 or less, which most backends treat as no limit and others refuse.</summary>
    public static void RemoveEmptyLimits(ReadOnlySpan<byte> body, RequestHead head, ByteEdits edits)
    {
        if (!head.HasEmptyLimits)
        {
            return;
        }

        foreach (var member in CollectionsMarshal.AsSpan(head.Members))
        {
            if ((member.Key & (Limits | HeadKeys.MaxOutputTokens)) != 0
                && WholeNumber.TryRead(member.ValueIn(body), out var value)
                && value <= 0)
            {
                edits.RemoveMember(body, member.Start, member.End);
            }
        }
    }

    /// <summary>Removes members that ask for something; null asks for nothing and stays.</summary>
    public static void Remove(ReadOnlySpan<byte> body, RequestHead head, HeadKeys keys, ByteEdits edits)
    {
        foreach (var member in CollectionsMarshal.AsSpan(head.Members))
        {
            if ((member.Key & keys) != 0 && member.AsksIn(body))
            {
                edits.RemoveMember(body, member.Start, member.End);
            }
        }
    }

    /// <summary>Removes the stream options.</summary>
    public static void RemoveStreamOptions(ReadOnlySpan<byte> body, RequestHead head, ByteEdits edits)
    {
        var options = head.StreamOptions;
        if (!options.IsAbsent && body[options.Start] != (byte)'n')
        {
            // The name is before the colon; its escapes, if any, hold no quote.
            var nameEnd = body[..options.Start].LastIndexOf((byte)'"');
            edits.RemoveMember(body, body[..nameEnd].LastIndexOf((byte)'"'), options.End);
        }
    }

    /// <summary>Writes the answer limit under the name the provider reads; if there are two, the newer name wins.</summary>
    public static void NameLimit(ReadOnlySpan<byte> body, RequestHead head, ByteEdits edits)
    {
        var limit = head.Member(HeadKeys.MaxCompletionTokens);
        if (!limit.AsksIn(body) || edits.Cover(limit.Start))
        {
            return;
        }

        if (head.Member(HeadKeys.MaxTokens) is { Key: not HeadKeys.None } other && !edits.Cover(other.Start))
        {
            edits.RemoveMember(body, other.Start, other.End);
        }

        edits.Replace(limit.Start, limit.Value - limit.Start, MaxTokensName);
    }

    /// <summary>Writes whole numbers as such, and subtracts from the answer limit what the client already has.</summary>
    /// <param name="body">A body that was accepted.</param>
    /// <param name="head">Its head.</param>
    /// <param name="delivered">The number of tokens the client already has.</param>
    /// <param name="edits">Receives the edits.</param>
    public static void MendNumbers(ReadOnlySpan<byte> body, RequestHead head, long delivered, ByteEdits edits)
    {
        foreach (var member in CollectionsMarshal.AsSpan(head.Members))
        {
            var json = member.ValueIn(body);
            if ((member.Key & WholeNumbers) == 0 || !WholeNumber.TryRead(json, out var value) || edits.Cover(member.Value))
            {
                continue;
            }

            var isLimit = (member.Key & Limits) != 0;
            var told = isLimit ? Math.Max(1, value - delivered) : value;
            if (told != value || WholeNumber.IsOdd(json))
            {
                edits.Replace(member.Value, json.Length, Encoding.ASCII.GetBytes(told.ToString(CultureInfo.InvariantCulture)));
            }
        }
    }

    public static void NameModel(ReadOnlySpan<byte> body, RequestHead head, ReadOnlyMemory<byte> quotedModel, ByteEdits edits)
    {
        if (!body.Slice(head.Model.Start, head.Model.Length).SequenceEqual(quotedModel.Span))
        {
            edits.Replace(head.Model.Start, head.Model.Length, quotedModel);
        }
    }

    /// <summary>Hands reasoning back to the backend in the field it reads.</summary>
    /// <param name="quotedName">The field's name with quotes; empty when the backend accepts either.</param>
    public static void NameReasoning(ReadOnlySpan<byte> body, RequestHead head, ReadOnlyMemory<byte> quotedName, ByteEdits edits)
    {
        if (quotedName.IsEmpty || head.ReasoningNames is null)
        {
            return;
        }

        foreach (var name in head.ReasoningNames)
        {
            if (!body.Slice(name.Start, name.Length).SequenceEqual(quotedName.Span))
            {
                edits.Replace(name.Start, name.Length, quotedName);
            }
        }
    }
}
