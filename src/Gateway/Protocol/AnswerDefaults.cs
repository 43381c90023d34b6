using System.Text.Json;

namespace Gateway.Protocol;

/// <summary>
/// What an answer is called where its backend does not say it, or not as clients read it: JSON values, each made when it is first needed.
/// </summary>
/// <param name="requestId">For the answer's id and those of its tool calls.</param>
/// <param name="model">The model's name.</param>
/// <param name="created">Unix seconds.</param>
/// <param name="identity">What it is called instead, where it continues another.</param>
internal sealed class AnswerDefaults(string requestId, string model, long created, AnswerIdentity? identity = null)
{
    private ReadOnlyMemory<byte> _id = identity?.Id ?? default;
    private ReadOnlyMemory<byte> _model = identity?.Model ?? default;
    private ReadOnlyMemory<byte> _created = identity?.Created ?? default;

    public string RequestId => requestId;

    /// <summary>Fewer tokens than this its prompt cannot have, as it was sent; 0: nothing is known.</summary>
    public int LeastPrompt { get; init; }

    /// <summary>Fewer tokens than this are no count of a prompt that was cut, but of something else.</summary>
    public int LeastRead { get; init; }

    /// <summary>Whether the answer goes on with another, which has its role.</summary>
    public bool IsContinued => identity is not null;

    /// <summary>What an id begins with that is made here.</summary>
    public string IdPrefix { get; init; } = AnswerForm.Chat.IdPrefix;

    public ReadOnlyMemory<byte> Id => _id.IsEmpty ? _id = JsonText.Quoted(IdPrefix + requestId) : _id;

    public ReadOnlyMemory<byte> Model => Made(ref _model, model);

    public ReadOnlyMemory<byte> Created => Made(ref _created, created);

    private static ReadOnlyMemory<byte> Made<T>(ref ReadOnlyMemory<byte> value, T from) =>
        value.IsEmpty ? value = JsonSerializer.SerializeToUtf8Bytes(from) : value;
}
