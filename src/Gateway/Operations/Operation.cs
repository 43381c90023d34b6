using Gateway.Backends;
using Gateway.Backends.Mends;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;
using Gateway.Wire.Answers;
using Gateway.Wire.Bytes;
using Gateway.Wire.Errors;
using Gateway.Wire.Heads;

namespace Gateway.Operations;

/// <summary>
/// Something that can be asked of the gateway, with everything special about it: how its body is read, what it needs of a model, how it is
/// written for a backend and how its answer is judged. Every operation takes the same path.
/// </summary>
internal abstract class Operation
{
    /// <summary>Its name in ledger, metrics and spans. Defined only here.</summary>
    public abstract string Name { get; }

    /// <summary>Its name in the OpenTelemetry conventions.</summary>
    public virtual string Convention => Name;

    /// <summary>The purpose it needs a model for.</summary>
    public abstract Purpose Purpose { get; }

    /// <summary>True when it is part of a conversation, which has a session and possibly a person who waits.</summary>
    public virtual bool IsConversation => false;

    /// <summary>The shape of its answer.</summary>
    public virtual AnswerForm Form => AnswerForm.Chat;

    /// <summary>The name of its answer in error texts: "a chat answer".</summary>
    public abstract string AnswerInWords { get; }

    /// <summary>
    /// The reason a sound answer is <see cref="AnswerKind.NotAsAsked"/>, in words that follow the model's name in an error.
    /// </summary>
    public virtual string NotAsAskedInWords => "it answered something else than was asked for.";

    /// <summary>
    /// The body member that holds the prompt: <c>messages</c>. Identifies the operation when the path does not, and is named in errors.
    /// </summary>
    public abstract string Mark { get; }

    /// <summary>True when its requests count against request limits, per minute and concurrent.</summary>
    public virtual bool CountsAsRequest => true;

    /// <summary>The number of pictures a request asks for, all of which are reserved.</summary>
    public virtual long PicturesOf(RequestHead head) => 0;

    /// <summary>
    /// The largest answer that is read, in bytes. For chats, some hundred thousand tokens in several choices with log probabilities.
    /// </summary>
    public virtual int MaxAnswer => 64 * 1024 * 1024;

    /// <summary>Creates an empty head.</summary>
    public virtual RequestHead NewHead() => new();

    /// <summary>Reads from a body what the gateway needs to know.</summary>
    /// <returns>The error to answer with; null when the body is valid.</returns>
    public abstract ApiError? ReadHead(ReadOnlySpan<byte> body, RequestHead head);

    /// <summary>Writes a body in the form a candidate accepts.</summary>
    /// <param name="body">A body that was accepted.</param>
    /// <param name="head">Its head.</param>
    /// <param name="backend">The backend it goes to.</param>
    /// <param name="model">The model there.</param>
    /// <param name="without">Additions to leave out because they were refused.</param>
    /// <param name="edits">Receives the edits.</param>
    /// <param name="isBackground">True when nobody waits for the answer.</param>
    public abstract MendedRequest Mend(
        ReadOnlySpan<byte> body, RequestHead head, Backend backend, ModelCard model, Addition without, ByteEdits edits, bool isBackground);

    /// <summary>Judges and mends a complete answer, and takes its usage.</summary>
    public abstract AnswerKind ReadAnswer(ReadOnlySpan<byte> body, RequestHead head, AnswerState answer, ByteEdits edits);

    /// <summary>The number of parts a request is sent in; usually one.</summary>
    public virtual int PartsFor(RequestHead head, Backend backend) => 1;

    /// <summary>Reduces a body to one of its parts.</summary>
    /// <param name="body">The body.</param>
    /// <param name="head">Its head.</param>
    /// <param name="part">The part, from 0.</param>
    /// <param name="parts">The number of parts.</param>
    /// <param name="edits">The edits that write the whole body for the backend; receives those of the part.</param>
    public virtual void Split(ReadOnlySpan<byte> body, RequestHead head, int part, int parts, ByteEdits edits) =>
        throw new NotSupportedException($"{Name} has no parts.");

    /// <summary>Joins the complete answers to the parts into the one the backend would have given to the whole.</summary>
    /// <returns>True when each part is an answer.</returns>
    public virtual bool Join(IReadOnlyList<PooledBuffer> answers, PooledBuffer joined) =>
        throw new NotSupportedException($"{Name} has no parts.");

    /// <summary>
    /// The most pieces in one request that is made of several waiting for the same backend; 1 when requests are not merged.
    /// </summary>
    public virtual int MostTogether(Backend backend) => 1;

    /// <summary>
    /// The bytes that another request must share to be sent together with this one, and the number of pieces in this one.
    /// </summary>
    public virtual (byte[] Likeness, int Pieces) Together(ReadOnlySpan<byte> body, RequestHead head) =>
        throw new NotSupportedException($"{Name} goes alone.");

    /// <summary>Merges several requests into one.</summary>
    /// <param name="all">Their bodies and heads.</param>
    /// <param name="edits">The edits that write the first for the backend; receives those that add the others.</param>
    public virtual void Gather(IReadOnlyList<(ReadOnlyMemory<byte> Body, RequestHead Head)> all, ByteEdits edits) =>
        throw new NotSupportedException($"{Name} goes alone.");

    /// <summary>Divides the answer to a merged request into the answers the backend would have given to each.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="heads">The requests, in order.</param>
    /// <param name="parts">Receive the answers. If the whole answer is bad, each part is bad too.</param>
    /// <returns>False when nothing in the answer belongs to a single request, so that all may be given it as it is.</returns>
    public virtual bool Divide(ReadOnlySpan<byte> answer, IReadOnlyList<RequestHead> heads, IReadOnlyList<PooledBuffer> parts) =>
        throw new NotSupportedException($"{Name} goes alone.");

    /// <summary>The abilities a model has proved by answering.</summary>
    public virtual Tag Proves(RequestHead head, Backend backend) => Tag.None;

    /// <summary>True when a body that broke off is part of an answer the backend has worked on.</summary>
    public abstract bool IsBegun(ReadOnlySpan<byte> body);
}
