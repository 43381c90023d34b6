namespace Gateway.Routing.Models;

/// <summary>The facts that hold for every model of one backend.</summary>
/// <param name="Name">The backend's name as configured.</param>
/// <param name="IsLocal">
/// Whether it runs on one of the team's own machines. Requests to it stay there, unless it sends the model on.
/// </param>
public sealed record BackendTraits(string Name, bool IsLocal)
{
    /// <summary>
    /// The demands that the backend's API can carry. A model cannot meet a demand that its backend does not take. <see cref="Demand.FIM"/>
    /// is left out by default: few APIs take a <c>suffix</c> in a chat, and the others drop it silently.
    /// </summary>
    public Demand Takes { get; init; } =
        Demand.Vision | Demand.Audio | Demand.Tools | Demand.JsonSchema | Demand.ImageAddress | Demand.Choices | Demand.Tokens;

    /// <summary>The operations its API does not have, whatever the model.</summary>
    public OperationSet Without { get; init; }

    /// <summary>The price list that applies to it, such as <c>siliconflow.cn</c>; <see langword="null"/> when none is known.</summary>
    public string? PriceList { get; init; }

    /// <summary>
    /// The quantization to assume when neither the name nor the backend gives one; <see langword="null"/> to assume none.
    /// </summary>
    public string? DefaultQuantization { get; init; }

    /// <summary>True when a model name without a tag means the tag <c>latest</c>, as in Ollama.</summary>
    public bool HasImplicitTag { get; init; }

    /// <summary>
    /// True when it may pass requests on to another machine, as Ollama does for some models. A model that such a backend does not list is
    /// then not proved to be local, whatever its name.
    /// </summary>
    public bool MaySendOn { get; init; }

    /// <summary>
    /// The longest context it serves, in tokens, as set by the operator; <see langword="null"/> to leave it to the models. Meant for a
    /// server that gives models less than they could take, such as Ollama, which silently cuts longer prompts.
    /// </summary>
    public int? ContextLength { get; init; }

    /// <summary>
    /// True when it cuts a prompt that is longer than the model's context and answers anyway. Other backends refuse it, so another model
    /// can be asked.
    /// </summary>
    public bool CutsSilently { get; init; }

    /// <summary>The operations in which the gateway tells the backend to refuse a long prompt instead of cutting it.</summary>
    public OperationSet RefusesTooLong { get; init; }

    /// <summary>True when it refuses a prompt that fits but leaves no room for the requested answer.</summary>
    public bool ReservesAnswer { get; init; }

    /// <summary>
    /// True when it gives models less context than they were trained for unless it is configured otherwise. The trained context then says
    /// nothing about the context a model is given.
    /// </summary>
    public bool GivesLess { get; init; }

    /// <summary>The context such a backend gives when no setting is known; <see langword="null"/> when that is not known either.</summary>
    public int? DefaultContext { get; init; }

    /// <summary>How many requests each model is sent at a time, as set by the operator; <see langword="null"/> when unset.</summary>
    public int? Places { get; init; }

    /// <summary>How many requests a model is sent at a time when its backend reports no number; 0 means that no limit is known.</summary>
    public int DefaultPlaces { get; init; }
}
