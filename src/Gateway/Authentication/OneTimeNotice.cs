namespace Gateway.Authentication;

/// <summary>Shows the operator what no log may contain. Tests replace the console.</summary>
internal class OneTimeNotice
{
    public virtual void Show(string text) => Console.Out.WriteLine(text);
}
