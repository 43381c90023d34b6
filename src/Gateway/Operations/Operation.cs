using Gateway.Backends;
using Gateway.Backends.Providers;
using Gateway.Protocol;
using Gateway.Routing.Models;
using Gateway.Routing.Selection;

namespace Gateway.Operations;

/// <summary>
/// What can be asked of the gateway, with all that is special to it: how its body is read, what it needs of a model, how it is written for
/// a backend and how its answer is judged. The path of a request is the same for all.
/// </summary>
internal abstract class Operation
{
    /// <summary>What ledger, metrics and spans call it. Written here and nowhere else.</summary>
    public abstract string Name { get; }

    /// <summary>What the conventions of telemetry call it.</summary>
    public virtual string Convention => Name;

    /// <summary>What it wants a model for.</summary>
    public abstract Purpose Purpose { get; }

    /// <summary>Whether it is a part of a conversation, with a session and with people who wait for it or not.</summary>
    public virtual bool IsConversation => false;

    /// <summary>The shape of its answer.</summary>
    public virtual AnswerForm Form => AnswerForm.Chat;

    /// <summary>Its answer in words, as errors name it: "a chat answer".</summary>
    public abstract string AnswerInWords { get; }

    /// <summary>The member of a body that shows what it asks for, where no address does: <c>messages</c>.</summary>
    public abstract string Mark { get; }

    /// <summary>Whether one of its requests counts for limits of requests, in the minute and at once.</summary>
    public virtual bool CountsAsRequest => true;

    /// <summary>How many pictures a request asks for; so many are reserved.</summary>
    public virtual long PicturesOf(RequestHead head) => 0;

    /// <summary>The longest answer that is read, in bytes: of chats, some hundred thousand tokens in several choices with log probabilities.</summary>
    public virtual int MaxAnswer => 64 * 1024 * 1024;

    /// <summary>A head to read into.</summary>
    public virtual RequestHead NewHead() => new();

    /// <summary>Reads what the gateway needs to know of a body.</summary>
    /// <returns>The fault to answer with; null when all is well.</returns>
    public abstract ApiError? ReadHead(ReadOnlySpan<byte> body, RequestHead head);

    /// <summary>Writes a body as a candidate takes it.</summary>
    /// <param name="body">A body that was accepted.</param>
    /// <param name="head">Its head.</param>
    /// <param name="backend">Where it goes.</param>
    /// <param name="model">The model there.</param>
    /// <param name="without">Additions that are left out, as they were refused.</param>
    /// <param name="edits">Where the edits go.</param>
    /// <param name="isBackground">Whether nobody waits for the answer.</param>
    public abstract MendedRequest Mend(
        ReadOnlySpan<byte> body, RequestHead head, Backend backend, ModelCard model, Addition without, ByteEdits edits, bool isBackground);

    /// <summary>Judges and mends an answer that is there as a whole, and takes its usage.</summary>
    public abstract AnswerKind ReadAnswer(ReadOnlySpan<byte> body, RequestHead head, AnswerState answer, ByteEdits edits);

    /// <summary>In how many parts a request is sent to a backend; mostly in one.</summary>
    public virtual int PartsFor(RequestHead head, Backend backend) => 1;

    /// <summary>Leaves of a body what belongs into one of its parts.</summary>
    /// <param name="body">The body.</param>
    /// <param name="head">Its head.</param>
    /// <param name="part">Which part, from 0.</param>
    /// <param name="parts">How many there are.</param>
    /// <param name="edits">How the whole is written for the backend; takes the edits of the part.</param>
    public virtual void Split(ReadOnlySpan<byte> body, RequestHead head, int part, int parts, ByteEdits edits) =>
        throw new NotSupportedException($"{Name} has no parts.");

    /// <summary>Joins the answers to the parts, which are whole, to the one that the backend would have given to all.</summary>
    /// <returns>Whether each is an answer.</returns>
    public virtual bool Join(IReadOnlyList<PooledBuffer> answers, PooledBuffer joined) => throw new NotSupportedException($"{Name} has no parts.");

    /// <summary>
    /// Of how many pieces a request to a backend may be that is made of several which wait for it; 1 where none are made.
    /// </summary>
    public virtual int MostTogether(Backend backend) => 1;

    /// <summary>What a request must be like to be sent together with this one, byte for byte, and of how many pieces this one is.</summary>
    public virtual (byte[] Likeness, int Pieces) Together(ReadOnlySpan<byte> body, RequestHead head) =>
        throw new NotSupportedException($"{Name} goes alone.");

    /// <summary>Makes one request of several.</summary>
    /// <param name="all">Their bodies and heads.</param>
    /// <param name="edits">How the first is written for the backend; takes the edits that bring in the others.</param>
    public virtual void Gather(IReadOnlyList<(ReadOnlyMemory<byte> Body, RequestHead Head)> all, ByteEdits edits) =>
        throw new NotSupportedException($"{Name} goes alone.");

    /// <summary>Makes of the answer to several the one that the backend would have given to each.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="heads">The requests, in their order.</param>
    /// <param name="parts">Take the answers. Where that to all is no good, they are no good either.</param>
    /// <returns>False where nothing in it is anybody's, and it may be told to all as it stands.</returns>
    public virtual bool Divide(ReadOnlySpan<byte> answer, IReadOnlyList<RequestHead> heads, IReadOnlyList<PooledBuffer> parts) =>
        throw new NotSupportedException($"{Name} goes alone.");

    /// <summary>What a model has shown that it can by answering.</summary>
    public virtual Tag Proves(RequestHead head, Backend backend) => Tag.None;

    /// <summary>Whether a body that broke off is some of an answer, which its backend has worked on.</summary>
    public abstract bool IsBegun(ReadOnlySpan<byte> body);
}
