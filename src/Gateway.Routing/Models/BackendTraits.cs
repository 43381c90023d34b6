namespace Gateway.Routing.Models;

/// <summary>What holds for all models of one backend.</summary>
/// <param name="Name">The backend's name as configured.</param>
/// <param name="IsLocal">Whether it is one of the team's own machines: a request to it stays there, unless the model is sent on.</param>
public sealed record BackendTraits(string Name, bool IsLocal)
{
    /// <summary>
    /// The demands that its API can carry at all; a model cannot meet one that its backend does not take. Without
    /// <see cref="Demand.FIM"/> by default: few APIs take a <c>suffix</c> in a chat, and the others drop it without a word.
    /// </summary>
    public Demand Takes { get; init; } = Demand.Vision | Demand.Audio | Demand.Tools | Demand.JsonSchema | Demand.ImageAddress | Demand.Choices | Demand.Tokens;

    /// <summary>The operations that its API does not have at all, whatever the model.</summary>
    public OperationSet Without { get; init; }

    /// <summary>The price list that holds for it, such as <c>siliconflow.cn</c>; <see langword="null"/> when none is known.</summary>
    public string? PriceList { get; init; }

    /// <summary>What it takes a model's quantization for when neither name nor backend tells; <see langword="null"/> for nothing.</summary>
    public string? DefaultQuantization { get; init; }

    /// <summary>Whether a model's name without a tag means the tag <c>latest</c>, as it does to Ollama.</summary>
    public bool HasImplicitTag { get; init; }

    /// <summary>
    /// Whether it may pass a model's requests on to another machine, as an Ollama does with some. A model that such a backend does
    /// not list is then not proved to be local, whatever its name.
    /// </summary>
    public bool MaySendOn { get; init; }

    /// <summary>
    /// The longest context it serves, in tokens, as the operator says; <see langword="null"/> to leave it to the models. For a server
    /// that gives models less than they could take, such as an Ollama, which cuts longer prompts without a word.
    /// </summary>
    public int? ContextLength { get; init; }

    /// <summary>
    /// Whether it cuts a prompt that is longer than a model's context and answers all the same. Others refuse it, so that another model
    /// can be asked.
    /// </summary>
    public bool CutsSilently { get; init; }

    /// <summary>The operations in which it can be told to refuse instead, and is.</summary>
    public OperationSet RefusesTooLong { get; init; }

    /// <summary>Whether it refuses a prompt that fits where the answer that is asked for would have no room behind it.</summary>
    public bool ReservesAnswer { get; init; }

    /// <summary>
    /// Whether it gives models less than they were trained for, unless it is told otherwise. What a model could take then says nothing
    /// of what it is given.
    /// </summary>
    public bool GivesLess { get; init; }

    /// <summary>The context that such a backend gives where nothing is known of a setting; <see langword="null"/> when that is not known either.</summary>
    public int? DefaultContext { get; init; }

    /// <summary>How many requests each of its models is sent at a time, as the operator says; <see langword="null"/> where he does not.</summary>
    public int? Places { get; init; }

    /// <summary>The same of a model that does not tell; 0 is no limit that is known.</summary>
    public int DefaultPlaces { get; init; }
}
